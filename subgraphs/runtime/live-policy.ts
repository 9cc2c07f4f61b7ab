/**
 * In development, and only there, a saved rule file takes effect in this process at once, and who gains or loses what by
 * it is printed. Production loads nothing of it: there a policy changes with a release.
 * @returns ends it
 */
export async function followSavedPolicy(production: boolean): Promise<(() => void) | undefined> {
  if (production) return undefined;
  const { followPolicy } = await import('@kompass/schema/live-policy');
  return followPolicy((text) => process.stdout.write(`\n${text}\n`));
}
