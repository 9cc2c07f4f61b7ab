/** In milliseconds. Code lists change some times a year; what is new is known a minute later. */
const keptFor = 60_000;

/** A room's code lists, the same for every caller: read once a minute instead of at each request. */
export class CodeLists {
  readonly #kept = new Map<string, { readonly list: Promise<unknown>; readonly until: number }>();

  /**
   * @param name what is read
   * @param read called when it is not known, or was read too long ago; one that fails is not kept
   */
  read<List>(name: string, read: () => Promise<List>): Promise<List> {
    const known = this.#kept.get(name);
    if (known && Date.now() < known.until) return known.list as Promise<List>;
    const list = read();
    this.#kept.set(name, { list, until: Date.now() + keptFor });
    list.catch(() => this.#kept.delete(name));
    return list;
  }
}
