import {
  answeredType,
  CalendarDate,
  CountryCode,
  DateTime,
  DufNumber,
  isUuid,
  LanguageCode,
  loadTogether,
  organisationName,
  pageOf,
  pageSize,
  selectionOf,
} from '@kompass/runtime';
import { languageName, occupations } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import { admitPerson, completeRegistration, reopenRegistration, saveSection } from './acts.js';
import { fullYears } from './age.js';
import { countriesIn, languagesLike, occupationsLike, pageOfCodes } from './code-lists.js';
import {
  draftActivity,
  draftEducation,
  draftInterest,
  draftLanguage,
  draftWishes,
  draftWorkExperience,
} from './drafts.js';
import type { Resolvers } from './generated/resolver-types.js';
import { changeInWords, countChanges, listChanges } from './history.js';
import { narrow } from './narrow.js';
import { missingSections, sectionVersions } from './registration.js';
import type { Context, PersonRow } from './rows.js';
import { statistics } from './statistics.js';
import { countPersons, listPersons, personsBy, positionOf } from './store.js';

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
      const narrowed = await narrow(session, caller, filter);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listPersons(session, narrowed, order, first, after, selected['edges']?.['node'] ?? {})
          : [],
        selected['totalCount'] ? countPersons(session, narrowed) : null,
      ]);
      return pageOf(rows, first, (row) => cursors.seal(positionOf(row, order), caller, list), totalCount);
    },
    occupations: (_parent, { search, digits, ...page }, context) =>
      pageOfCodes(occupationsLike(search ?? '', digits ?? 4), page, ['occupations', search, digits], context),
    languages: (_parent, { search, ...page }, context) => {
      const language = context.caller.language ?? 'nb';
      return pageOfCodes(
        languagesLike(search ?? '', language),
        page,
        ['languages', search, language],
        context,
      );
    },
    countries: (_parent, _args, { caller }) => countriesIn(caller.language ?? 'nb'),
    statistics: (_parent, { by }, { session }) => statistics(session, by),
  },

  Mutation: {
    admitPerson: (_parent, { input }, context) => admitPerson(context, input),
    saveLanguages: (_parent, { input }, context) =>
      saveSection(context, 'LANGUAGES', input, input.languages.map(draftLanguage)),
    saveEducation: (_parent, { input }, context) =>
      saveSection(context, 'EDUCATION', input, input.education.map(draftEducation)),
    saveWorkExperience: (_parent, { input }, context) =>
      saveSection(context, 'WORK_EXPERIENCE', input, input.workExperience.map(draftWorkExperience)),
    saveActivities: (_parent, { input }, context) =>
      saveSection(context, 'ACTIVITIES', input, input.activities.map(draftActivity)),
    saveInterests: (_parent, { input }, context) =>
      saveSection(context, 'INTERESTS', input, input.interests.map(draftInterest)),
    saveWishes: (_parent, { input }, context) =>
      saveSection(context, 'WISHES', input, [draftWishes(input.wishes)]),
    completeRegistration: (_parent, { input }, context) => completeRegistration(context, input),
    reopenRegistration: (_parent, { input }, context) => reopenRegistration(context, input),
  },
  AdmitPersonPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
  },
  SaveSectionPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
  },
  RegistrationPayload: {
    person: ({ personId }, _args, context, info) => loadSubject(personId, context, info),
  },

  Person: {
    __resolveReference: (reference, context, info) =>
      'id' in reference
        ? load('id', reference.id, context, info)
        : load('dufNumber', reference.dufNumber ?? '', context, info),
    age: ({ birthDate }, _args, { clock }) => (birthDate ? fullYears(birthDate, clock()) : null),
    registration: (person) => person,
    history: async ({ id }, { first, after }, context, info) => {
      const { caller, session, cursors } = context;
      const size = pageSize(first);
      const list = ['history', id];
      const before = after ? Number(cursors.open(after, caller, list)[0]) : undefined;
      const selected = selectionOf(info, answeredType(info), context);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listChanges(session, id, size, before, selected['edges']?.['node'] ?? {})
          : [],
        selected['totalCount'] ? countChanges(session, id) : null,
      ]);
      return pageOf(rows, size, ({ seq }) => cursors.seal([String(seq)], caller, list), totalCount);
    },
  },
  Registration: {
    status: ({ registrationStatus }) => registrationStatus ?? null,
    missingSections: ({ registeredSections, sectionStates }) =>
      missingSections(registeredSections ?? [], sectionStates ?? []),
    sections: ({ sectionStates }) => sectionVersions(sectionStates ?? []),
  },
  Change: {
    text: (row, _args, { caller }) => changeInWords(row, caller.language ?? 'nb'),
    organisation: (row, _args, { caller }) => organisationName(row, caller.language ?? 'nb'),
    organisationNumber: ({ organisation }) => organisation ?? null,
    acknowledged: ({ acknowledged }) => acknowledged ?? [],
  },
  Language: { name: ({ language }) => (language ? languageName(language, 'nb') : null) },
  WorkExperience: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
  Wishes: { occupation: ({ occupation }) => occupations().get(occupation ?? '') ?? null },
};

function load(
  key: 'id' | 'dufNumber',
  value: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PersonRow | null> | null {
  // What is no identifier names nobody; handed to PostgreSQL it would fail for all that are looked up with it.
  if (key === 'id' && !isUuid(value)) return null;
  return loadTogether('Person', key, value, context, info, ({ session }, values, selection) =>
    personsBy(session, key, values, selection),
  );
}

/** Whom an act was about, as the caller may see them now. */
function loadSubject(
  id: string | null,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PersonRow | null> | null {
  return id === null ? null : load('id', id, context, info);
}
