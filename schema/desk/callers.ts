import type { Caller } from '../agencies.js';
import type { WrittenPolicy } from '../written-policy.js';
import { UsageError } from './verb.js';

/** What a kind of caller is called, with and without its purpose: `municipality`, `FULL_TIME_PROGRAMME`. */
export function partyName({ party, clearances }: Caller): string {
  const held = clearances.map((each) => `-${each.split('_')[0]}`).join('');
  return `${party}${held}`.toLowerCase().replaceAll('_', '-');
}

/** What a kind of caller is called: `municipality/FULL_TIME_PROGRAMME`. */
export function callerName(caller: Caller): string {
  return `${partyName(caller)}/${caller.purpose}`;
}

/**
 * The kinds of callers that a name means; all of a party's where it states no purpose.
 * @param name as the demo callers are called, with a purpose if need be: `nav`, `municipality/FULL_TIME_PROGRAMME`
 * @throws UsageError when it means nobody, with all names
 */
export function callersNamed({ callerKinds }: WrittenPolicy, name: string): readonly Caller[] {
  const plain = (text: string) => text.trim().toLowerCase().replaceAll('_', '-');
  const [party = '', purpose] = name.split(/[/,:]| (?=\S)/).map(plain);
  const found = callerKinds.filter(
    (each) => plain(partyName(each)) === party && (purpose === undefined || plain(each.purpose) === purpose),
  );
  if (found.length > 0) return found;
  throw new UsageError(`There is no caller "${name}". There are: ${callerKinds.map(callerName).join(', ')}.`);
}

/**
 * The one kind of caller that a name means.
 * @throws UsageError when it means nobody or several
 */
export function callerNamed(policy: WrittenPolicy, name: string): Caller {
  const [only, ...others] = callersNamed(policy, name);
  if (only && others.length === 0) return only;
  throw new UsageError(
    `"${name}" is here for several purposes: ${[only, ...others].flatMap((each) => (each ? [callerName(each)] : [])).join(', ')}.`,
  );
}

/**
 * The fields that a pattern means: `Person.name`, `Person.*`, `*.counsellorNote`.
 * @returns none when it fits none
 */
export function fieldsNamed({ categoriesOf }: WrittenPolicy, pattern: string): readonly string[] {
  const [type = '', field = '*'] = pattern.split('.');
  const fits = (wanted: string, name: string) =>
    new RegExp(
      `^${wanted
        .split('*')
        .map((part) => part.replace(/\W/g, ''))
        .join('.*')}$`,
    ).test(name);
  return [...categoriesOf.keys()].filter((coordinate) => {
    const [ofType = '', name = ''] = coordinate.split('.');
    return fits(type, ofType) && fits(field, name);
  });
}
