const weights = [4, 6, 3, 2, 7, 5, 4, 6, 3, 2] as const;

/**
 * The two check digits of a DUF number: the year's four digits go behind the serial number's six, each digit is
 * multiplied by its weight, and the sum's remainder by 11 is written with two digits. The rule is not published;
 * this one holds for the known test numbers 200205705502 and 200900595509.
 * @param firstTen the year and the serial number, ten digits
 */
export function dufCheckDigits(firstTen: string): string {
  const rotated = firstTen.slice(4) + firstTen.slice(0, 4);
  const sum = weights.reduce((total, weight, at) => total + weight * Number(rotated[at]), 0);
  return String(sum % 11).padStart(2, '0');
}

/** Whether the text is 12 digits of which the last two fit the others. */
export function isDufNumber(text: string): boolean {
  return /^\d{12}$/.test(text) && dufCheckDigits(text.slice(0, 10)) === text.slice(10);
}
