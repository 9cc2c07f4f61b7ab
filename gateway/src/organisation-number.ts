const weights = [3, 2, 7, 6, 5, 4, 3, 2] as const;

/**
 * The organisation number in a claim of Maskinporten's, `{ "authority": "iso6523-actorid-upis", "ID": "0192:889640782" }`:
 * 0192 is Enhetsregisteret in ISO 6523, and the number's ninth digit checks the eight before it, modulo 11.
 * @returns nine digits; `undefined` when the claim names no Norwegian organisation
 */
export function organisationNumber(claim: unknown): string | undefined {
  const { authority, ID } = Object(claim) as { authority?: unknown; ID?: unknown };
  if (authority !== 'iso6523-actorid-upis' || typeof ID !== 'string') return undefined;
  const number = /^0192:(\d{9})$/.exec(ID)?.[1];
  if (!number) return undefined;
  const sum = weights.reduce((sofar, weight, at) => sofar + weight * Number(number[at]), 0);
  // 11 − the remainder, and 11 is written 0; where it is 10 no such number is given out.
  return (11 - (sum % 11)) % 11 === Number(number[8]) ? number : undefined;
}
