/**
 * A value in a JSON file that somebody wrote by hand. It knows where it stands, in words that its writer finds it by, and
 * every mistake found in it is gathered, so that all are told at once.
 */
export class JsonValue {
  readonly #value: unknown;
  readonly #mistakes: string[];
  readonly #place: string | undefined;

  /**
   * @param mistakes where what is wrong with it, or within it, is added
   * @param place where it stands; nothing for the whole file
   */
  constructor(value: unknown, mistakes: string[], place?: string) {
    this.#value = value;
    this.#mistakes = mistakes;
    this.#place = place;
  }

  /** Its members; `undefined` when it is no object. One that is not there is told by whoever reads its value. */
  members<const Key extends string>(keys: readonly Key[]): Readonly<Record<Key, JsonValue>> | undefined {
    const object = this.#object(`{ ${keys.map((key) => `"${key}": …`).join(', ')} }`);
    if (!object) return undefined;
    for (const key of Object.keys(object))
      if (!keys.some((known) => known === key))
        this.wrong(`"${key}" is not known here. It takes ${keys.join(', ')}.`);
    return Object.fromEntries(keys.map((key) => [key, this.#within(object[key], key)])) as Record<
      Key,
      JsonValue
    >;
  }

  /** Its members, whatever their keys are; none when it is no object. */
  pairs(): readonly (readonly [string, JsonValue])[] {
    const object = this.#object('{ }, with a value for each key') ?? {};
    return Object.entries(object).map(([key, value]) => [key, this.#within(value, JSON.stringify(key))]);
  }

  /**
   * Its entries, counted from one; none when it is no list. Two that say the same are a mistake.
   * @param by the key that entries are told apart by; without it they are told apart by themselves
   */
  entries(by?: string): readonly JsonValue[] {
    if (!Array.isArray(this.#value)) {
      this.mustBe('a list, [ … ]', false);
      return [];
    }
    const seen = new Map<unknown, number>();
    return this.#value.map((value: unknown, at) => {
      const mark: unknown = by === undefined ? value : (value as Record<string, unknown> | null)?.[by];
      const marked = typeof mark === 'string' || typeof mark === 'number';
      const name = `${by ? `${by} ` : ''}${JSON.stringify(mark)}`;
      const entry = this.#within(value, `entry ${at + 1}${marked ? ` (${name})` : ''}`);
      const first = marked ? seen.get(mark) : undefined;
      if (first === undefined) seen.set(mark, at + 1);
      else entry.wrong(`entry ${first} is ${name} as well. Leave one of them out.`);
      return entry;
    });
  }

  /** The whole number that it is; any other value is a mistake. */
  wholeNumber(least: number, most: number): number {
    const number = typeof this.#value === 'number' ? this.#value : Number.NaN;
    this.mustBe(
      `a whole number from ${least} to ${most}`,
      Number.isInteger(number) && number >= least && number <= most,
    );
    return number;
  }

  /** @param what it must be, to be told when it is no text, or one that does not pass */
  text(what: string, passes: (text: string) => boolean): string {
    const text = typeof this.#value === 'string' ? this.#value : undefined;
    this.mustBe(what, text !== undefined && passes(text));
    return text ?? '';
  }

  /** The code that it is; `undefined` when it is none of them. */
  oneOf<Code extends string>(codes: readonly Code[]): Code | undefined {
    const found = codes.find((code) => code === this.#value);
    this.mustBe(`one of ${codes.join(', ')}`, found !== undefined);
    return found;
  }

  /** Notes what belongs here, unless it holds. */
  mustBe(what: string, holds: boolean): void {
    if (holds) return;
    const is = this.#value === undefined ? 'missing' : JSON.stringify(this.#value);
    this.wrong(`must be ${what}, and is ${is.length > longestShown ? `${is.slice(0, longestShown)}…` : is}.`);
  }

  /** Notes a mistake, with where it is. */
  wrong(says: string): void {
    this.#mistakes.push(`${this.#place ?? 'The file'}: ${says}`);
  }

  #within(value: unknown, name: string): JsonValue {
    return new JsonValue(value, this.#mistakes, this.#place ? `${this.#place}, ${name}` : name);
  }

  #object(what: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.#value;
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    this.mustBe(what, false);
    return undefined;
  }
}

const longestShown = 60;
