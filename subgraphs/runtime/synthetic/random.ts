import { createHash } from 'node:crypto';

/** A stream of chance that is the same every time for one person and topic, and independent of all others. */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from the least to the most, both included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** Several different items, in the order given. */
  some<Item>(items: readonly Item[], count: number): Item[];
}

/** @param topic what the chance decides, so that a new topic leaves the others as they were */
export function randomOf(index: number, topic: string): Random {
  let state = mix(index ^ mix(hash(topic)));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[between(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick,
    some: (items, count) => {
      const wanted = new Set<unknown>();
      while (wanted.size < Math.min(count, items.length)) wanted.add(pick(items));
      return items.filter((item) => wanted.has(item));
    },
  };
}

/** A UUID of version 8 (RFC 9562) that is the same every time for one person and topic, and no other's. */
export function uuidOf(index: number, topic: string): string {
  const hex = createHash('sha256').update(`${topic} ${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Chris Wellons' lowbias32: every bit of the result depends on every bit of the input. */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

function hash(text: string): number {
  let sum = 2_166_136_261;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 16_777_619);
  return sum >>> 0;
}
