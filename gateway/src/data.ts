/** What subgraphs answer: plain objects, which the gateway may take over and add to. */
export type Data = Record<string, unknown>;

/** Whether every object has something of that name that was not put there, as `constructor`; aliases may be called so. */
export function isInherited(key: string): boolean {
  return key in Object.prototype;
}

export function ownValue(data: Data, key: string): unknown {
  return Object.hasOwn(data, key) ? data[key] : undefined;
}

/** Sets a value also where the name is `__proto__`, which would otherwise change what the object is. */
export function setValue(data: Data, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(data, key, { value, configurable: true, enumerable: true, writable: true });
  else data[key] = value;
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds what one subgraph answered to what others did: objects field by field, lists of one length item by item. */
export function merge(target: Data, source: Data): void {
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (value === undefined) continue;
    const present = ownValue(target, key);
    if (present && isObject(value)) merge(present as Data, value);
    else if (Array.isArray(value) && Array.isArray(present) && value.length === present.length)
      mergeItems(present, value);
    else setValue(target, key, value);
  }
}

function mergeItems(target: unknown[], source: readonly unknown[]): void {
  for (const [at, value] of source.entries()) {
    const present = target[at];
    if (isObject(present) && isObject(value)) merge(present, value);
    else target[at] = value;
  }
}
