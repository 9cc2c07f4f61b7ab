/**
 * Remembers what was used, for a while.
 * @param seconds how long, at least; twice as long at most
 * @returns whether the identifier is used for the first time; from then on it is not
 */
export function usedOnce(seconds: number): (identifier: string) => boolean {
  let recent = new Set<string>();
  let earlier = new Set<string>();
  let since = Date.now();
  return (identifier) => {
    const now = Date.now();
    if (now - since >= seconds * 1_000) {
      // Where nothing came for long, what is recent is as old as the rest.
      earlier = now - since < seconds * 2_000 ? recent : new Set();
      recent = new Set();
      since = now;
    }
    if (recent.has(identifier) || earlier.has(identifier)) return false;
    recent.add(identifier);
    return true;
  };
}
