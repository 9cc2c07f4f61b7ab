/** Under which each person's identifier is fetched besides what was asked; no client ever sees it. */
export const personKey = 'kompassPersonId_';

/** How an object of the answer is to look: the fields in the order asked. */
export interface Shape {
  readonly isPerson: boolean;
  readonly fields: readonly ShapeField[];
}
export interface ShapeField {
  /** Response key: the alias, or the name. */
  readonly key: string;
  readonly coordinate: string;
  /** Answered `null`, whatever was fetched. */
  readonly denied: boolean;
  readonly beneath?: Shape;
}

/** Of whom what was answered: for each person's identifier the coordinates that came with a value. */
export type Disclosed = Map<string, Set<string>>;

type Data = Readonly<Record<string, unknown>>;

/**
 * The answer as the client gets it: a `null` where a field was denied, everything in the order asked, and nothing
 * that was fetched besides.
 * @param disclosed filled with what the answer tells of whom
 */
export function shapeAnswer(shape: Shape, data: Data, disclosed: Disclosed): Record<string, unknown> {
  return shapeObject(shape, data, undefined, disclosed);
}

function shapeObject(
  { isPerson, fields }: Shape,
  data: Data,
  about: Set<string> | undefined,
  disclosed: Disclosed,
): Record<string, unknown> {
  const told = isPerson ? toldOf(data[personKey], disclosed) : about;
  const shaped: Record<string, unknown> = {};
  for (const { key, coordinate, denied, beneath } of fields) {
    const value = denied ? null : (data[key] ?? null);
    if (beneath) {
      shaped[key] = merged(shaped[key], shapeValue(beneath, value, told, disclosed));
      continue;
    }
    shaped[key] = value;
    if (told && value !== null && !(Array.isArray(value) && value.length === 0)) told.add(coordinate);
  }
  return shaped;
}

function shapeValue(
  beneath: Shape,
  value: unknown,
  about: Set<string> | undefined,
  disclosed: Disclosed,
): unknown {
  if (Array.isArray(value)) return value.map((each) => shapeValue(beneath, each, about, disclosed));
  if (value === null || typeof value !== 'object') return value;
  return shapeObject(beneath, value as Data, about, disclosed);
}

function toldOf(identifier: unknown, disclosed: Disclosed): Set<string> {
  // An answer about nobody knows whom cannot be logged, so it must not leave.
  if (typeof identifier !== 'string') throw new Error('a person was answered without an identifier');
  const told = disclosed.get(identifier) ?? new Set<string>();
  disclosed.set(identifier, told);
  return told;
}

/** The same field may be asked for twice, with different fields beneath. */
function merged(one: unknown, other: unknown): unknown {
  if (one === undefined || one === null) return other;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((each, at) => merged(each, other[at]));
  if (other && typeof one === 'object' && typeof other === 'object') {
    const both: Record<string, unknown> = { ...one };
    for (const [key, value] of Object.entries(other)) both[key] = merged(both[key], value);
    return both;
  }
  return other;
}
