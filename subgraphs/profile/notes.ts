import { isDeepStrictEqual } from 'node:util';
import type { Problems } from '@kompass/runtime';
import type { Draft } from './drafts.js';
import type { Section } from './section.js';
import type { Items } from './tables.js';
import { pathOf } from './validation.js';

/** The items to keep, each with its note. */
export interface Noted<S extends Section> {
  readonly items: readonly Items[S][];
  /** For each, the place of the item that it was before. */
  readonly origins: readonly (number | undefined)[];
  /** The places of the items whose notes would go with them. */
  readonly removed: readonly number[];
}

/**
 * Gives each item the note it is to have. «I fritekstfeltene legger veileder kun inn tilleggsopplysninger til de
 * punktene du finner i Kompass»: a note belongs to an item, only a counsellor writes it, and it stays with its item
 * when somebody who writes none saves the section anew.
 * @param before the items of the version built on
 * @param counsellor whether the caller may write notes
 */
export function withNotes<S extends Section>(
  section: S,
  drafts: readonly Draft<S>[],
  before: readonly Items[S][],
  counsellor: boolean,
  problems: Problems,
): Noted<S> {
  const origins = originsOf(section, drafts, before, problems);
  const items = drafts.map(({ item, note }, at) => {
    if (note !== undefined && !counsellor)
      problems.add([...pathOf(section, at), 'counsellorNote'], 'NOT_YOURS', {
        nb: 'Bare veilederen skriver her. Det du selv vil fortelle, skriver du i de andre feltene.',
        en: 'Only the counsellor writes here. What you want to tell yourself goes into the other fields.',
      });
    const origin = origins[at];
    const kept = origin === undefined ? null : (before[origin]?.counsellorNote ?? null);
    return { ...item, counsellorNote: note === undefined ? kept : note || null } as Items[S];
  });
  const removed = [...before.keys()].filter((at) => before[at]?.counsellorNote && !origins.includes(at));
  return { items, origins, removed };
}

/** For each draft, the item that it was before: the one it says, or one that is just the same. */
function originsOf<S extends Section>(
  section: S,
  drafts: readonly Draft<S>[],
  before: readonly Items[S][],
  problems: Problems,
): (number | undefined)[] {
  const taken = new Set<number>();
  const said = drafts.map(({ corrects }, at) => {
    if (section === 'WISHES') return take(before.length > 0 ? 0 : undefined, taken);
    if (corrects === undefined) return undefined;
    const path = [...pathOf(section, at), 'corrects'];
    if (
      problems.require(corrects >= 0 && corrects < before.length, path, 'OUT_OF_RANGE', {
        nb: `Versjonen det bygges på, har ${before.length} punkter, talt fra 0.`,
        en: `The version built on has ${before.length} items, counted from 0.`,
      }) &&
      problems.require(!taken.has(corrects), path, 'DUPLICATE', {
        nb: 'Et annet punkt retter det samme.',
        en: 'Another item corrects the same.',
      })
    )
      return take(corrects, taken);
    return undefined;
  });
  return drafts.map(({ item }, at) => {
    if (said[at] !== undefined) return said[at];
    const same = before.findIndex((kept, place) => !taken.has(place) && isSame(item, kept));
    return take(same === -1 ? undefined : same, taken);
  });
}

function take(place: number | undefined, taken: Set<number>): number | undefined {
  if (place !== undefined) taken.add(place);
  return place;
}

function isSame<S extends Section>(item: Draft<S>['item'], kept: Items[S]): boolean {
  if ('language' in item && 'language' in kept) return item.language === kept.language;
  const { counsellorNote: _note, ...bare } = kept;
  return isDeepStrictEqual({ ...bare }, { ...item });
}
