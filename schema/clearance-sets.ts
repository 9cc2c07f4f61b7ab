import type { Clearance } from './agencies.js';

/** Every choice of some of the clearances, that of none first. */
export function clearanceSets(all: readonly Clearance[]): readonly (readonly Clearance[])[] {
  const last = all.at(-1);
  if (last === undefined) return [[]];
  const without = clearanceSets(all.slice(0, -1));
  return [...without, ...without.map((some) => [...some, last])];
}
