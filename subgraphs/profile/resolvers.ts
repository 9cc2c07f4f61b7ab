import {
  answeredType,
  CalendarDate,
  CountryCode,
  DateTime,
  DufNumber,
  LanguageCode,
  loadTogether,
  pageOf,
  pageSize,
  selectionOf,
} from '@kompass/runtime';
import { occupations } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import type { Resolvers } from './generated/resolver-types.js';
import { missingSections } from './registration.js';
import type { Context, PersonRow } from './rows.js';
import { statistics } from './statistics.js';
import { countPersons, listPersons, personsBy, positionOf } from './store.js';

const languageNames = new Intl.DisplayNames(['nb'], { type: 'language' });

export const resolvers: Resolvers = {
  DufNumber,
  Date: CalendarDate,
  DateTime,
  CountryCode,
  LanguageCode,

  Query: {
    me: (_parent, _args, context, info) => load('dufNumber', context.caller.dufNumber ?? '', context, info),
    person: (_parent, { id }, context, info) => load('id', id, context, info),
    personByDufNumber: (_parent, { dufNumber }, context, info) => load('dufNumber', dufNumber, context, info),
    persons: async (_parent, args, context, info) => {
      const { caller, session, cursors } = context;
      const filter = args.filter ?? {};
      const order = args.orderBy ?? 'UPDATED_DESC';
      const first = pageSize(args.first);
      const list = ['persons', filter, order];
      const after = args.after ? cursors.open(args.after, caller, list) : undefined;
      const selected = selectionOf(info, answeredType(info), context);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listPersons(session, caller, filter, order, first, after, selected['edges']?.['node'] ?? {})
          : [],
        selected['totalCount'] ? countPersons(session, caller, filter) : null,
      ]);
      return pageOf(rows, first, (row) => cursors.seal(positionOf(row, order), caller, list), totalCount);
    },
    statistics: (_parent, { by }, { session }) => statistics(session, by),
  },

  Person: {
    __resolveReference: (reference, context, info) =>
      'id' in reference
        ? load('id', reference.id, context, info)
        : load('dufNumber', reference.dufNumber ?? '', context, info),
    age: ({ birthDate }, _args, { clock }) => (birthDate ? fullYears(birthDate, clock()) : null),
    registration: (person) => person,
  },
  Registration: {
    status: ({ registrationStatus }) => registrationStatus ?? null,
    missingSections: ({ registeredSections }) => missingSections(registeredSections ?? []),
  },
  Language: { name: ({ language }) => (language ? (languageNames.of(language) ?? null) : null) },
  WorkExperience: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
  Wishes: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
};

function load(
  key: 'id' | 'dufNumber',
  value: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PersonRow | null> {
  return loadTogether('Person', value, context, info, ({ session }, values, selection) =>
    personsBy(session, key, values, selection),
  );
}

function fullYears(birthDate: string, today: Date): number {
  const born = new Date(birthDate);
  const years = today.getUTCFullYear() - born.getUTCFullYear();
  const hadBirthday =
    today.getUTCMonth() > born.getUTCMonth() ||
    (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() >= born.getUTCDate());
  return hadBirthday ? years : years - 1;
}
