const gap = ' … ';

/** A text without its middle, where it is longer than so many characters. */
export function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = Math.floor((longest - gap.length) / 2);
  return `${text.slice(0, kept)}${gap}${text.slice(-kept)}`;
}
