import { type Annex, isUuid } from '@kompass/runtime';
import { type Caller, KompassError } from '@kompass/schema';
import { type Disclosure, openDisclosureLog } from './disclosure-log.js';

/** `POST /disclosures`: where a gateway that runs apart appends to the log. */
export function disclosureAnnex(databaseUrl: string): Annex {
  const log = openDisclosureLog(databaseUrl);
  return {
    path: '/disclosures',
    addressee: 'disclosures',
    async answer(request, response) {
      const given: unknown = request.body;
      const mistake = mistakeIn(given, response.locals['caller']);
      if (mistake) {
        response.status(400).json({ errors: [new KompassError('BAD_USER_INPUT', mistake)] });
        return;
      }
      await log.append(given as readonly Disclosure[]);
      response.status(204).end();
    },
    close: () => log.close(),
  };
}

interface Shape {
  readonly expected: string;
  fits(value: unknown, caller: Caller): boolean;
}

const callers = (of: (caller: Caller) => string | null): Shape => ({
  expected: 'what the caller in the token has',
  // What an older gateway does not know of, its callers do not have: left out is `null`.
  fits: (value, caller) => (value ?? null) === of(caller),
});

const text = (expected: string, pattern: RegExp): Shape => ({
  expected,
  fits: (value) => typeof value === 'string' && pattern.test(value),
});

const listOf = (expected: string, fits: (value: string) => boolean): Shape => ({
  expected,
  fits: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && fits(each)),
});

/** What each part of an entry must be. */
const shapes: Readonly<Record<keyof Disclosure, Shape>> = {
  party: callers(({ party }) => party),
  purpose: callers(({ purpose }) => purpose),
  organisation: callers(({ organisation = null }) => organisation),
  supplier: callers(({ supplier = null }) => supplier),
  officer: callers(({ officer = null }) => officer),
  personIds: listOf('a list of identifiers of persons', isUuid),
  coordinates: listOf('a list of schema coordinates, as Person.name', (each) => /^\w+(?:\.\w+)?$/.test(each)),
  operation: {
    expected: 'the name of the operation, or null',
    fits: (value) => value === null || (typeof value === 'string' && /^[_A-Za-z]\w*$/.test(value)),
  },
  policyVersion: text('the version of a policy', /^\w{1,64}$/),
  trace: text('the id of the request', /^[\w.:-]{1,128}$/),
};

/** What is wrong with the entries, in words that repeat nothing of them; nothing when they can be appended. */
function mistakeIn(given: unknown, caller: Caller): string | undefined {
  if (!Array.isArray(given)) return 'The body must be a list of entries.';
  for (const [at, entry] of given.entries()) {
    if (typeof entry !== 'object' || entry === null) return `Entry ${at} must be an object.`;
    for (const [name, { expected, fits }] of Object.entries(shapes))
      if (!fits(Reflect.get(entry, name), caller)) return `${name} of entry ${at} must be ${expected}.`;
  }
  return undefined;
}
