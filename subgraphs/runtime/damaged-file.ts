/** A file that Kompass keeps for itself does not hold what it wrote. */
export class DamagedFile extends Error {
  /** @param remedy what to do about it, and what that loses */
  constructor(path: string, remedy: string) {
    super(`${path} is damaged: ${remedy}.`);
    this.name = 'DamagedFile';
  }
}
