/** The line of the last of these texts that is found, each looked for behind the one before; 1 when none is. */
export function lineIn(source: string | undefined, ...texts: readonly string[]): number {
  let at = 0;
  for (const text of texts) {
    const found = source?.indexOf(text, at) ?? -1;
    if (found < 0) break;
    at = found;
  }
  return (source?.slice(0, at).split('\n').length ?? 1) + (source?.[at] === '\n' ? 1 : 0);
}
