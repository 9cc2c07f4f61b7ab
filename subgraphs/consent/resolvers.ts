import {
  answeredType,
  CalendarDate,
  DateTime,
  loadTogether,
  pageOf,
  pageSize,
  selectionOf,
} from '@kompass/runtime';
import { type Purpose, purposes } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import { acknowledgeNotice } from './acknowledge.js';
import { liftRestrictions, objectToProcessing, protectAddress, restrictProcessing } from './acts.js';
import type { Resolvers } from './generated/resolver-types.js';
import type { Context, PersonRow } from './rows.js';
import {
  contactPoints,
  countDisclosures,
  listDisclosures,
  noticeInForce,
  personsBy,
  processingPurposes,
} from './store.js';
import { counsellorName, inPlainWords, organisationName } from './words.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: {
    notice: (_parent, { language }, { session, clock }) =>
      noticeInForce(session, language ?? 'NB', clock().toISOString().slice(0, 10)),
    processingPurposes: (_parent, _args, { session }) => processingPurposes(session),
    contactPoints: (_parent, _args, { session }) => contactPoints(session),
  },

  Mutation: {
    acknowledgeNotice: async (_parent, { personId, version, language }, context) => {
      const { session, caller, clock } = context;
      const problems = await acknowledgeNotice(session, caller, clock(), personId, version, language);
      return { personId, problems };
    },
    restrictProcessing: async (_parent, { personId }, context, info) => {
      await restrictProcessing(context.session, personId);
      return load(personId, context, info);
    },
    objectToProcessing: async (_parent, { personId, purpose }, context, info) => {
      await objectToProcessing(context.session, personId, purpose);
      return load(personId, context, info);
    },
    liftRestrictions: async (_parent, { personId, reason }, context, info) => {
      await liftRestrictions(context.session, personId, reason);
      return load(personId, context, info);
    },
    protectAddress: async (_parent, { personId }, context, info) => {
      await protectAddress(context.session, personId);
      return load(personId, context, info);
    },
  },

  Person: {
    __resolveReference: ({ id }, context, info) => load(id, context, info),
    processing: (person) => person,
    disclosures: async ({ id }, { first, after, since }, context, info) => {
      const { caller, session, cursors } = context;
      const size = pageSize(first);
      const list = ['disclosures', id, since ?? null];
      const before = after ? Number(cursors.open(after, caller, list)[0]) : undefined;
      const query = { personId: id, since: since ? new Date(since) : undefined };
      const selected = selectionOf(info, answeredType(info), context);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listDisclosures(session, query, size, before, selected['edges']?.['node'] ?? {})
          : [],
        selected['totalCount'] ? countDisclosures(session, query) : null,
      ]);
      return pageOf(rows, size, ({ seq }) => cursors.seal([String(seq)], caller, list), totalCount);
    },
  },
  AcknowledgeNoticePayload: { person: ({ personId }, _args, context, info) => load(personId, context, info) },
  Disclosure: {
    text: (row, _args, { caller }) => inPlainWords(row, caller.language ?? 'nb'),
    organisation: (row, _args, { caller }) => organisationName(row, caller.language ?? 'nb'),
    organisationNumber: ({ organisation }) => organisation ?? null,
    fields: ({ coordinates }) => coordinates ?? null,
  },
  Acknowledgement: {
    givenBy: ({ givenBy }, _args, { caller }) =>
      givenBy ? counsellorName(givenBy, caller.language ?? 'nb') : null,
  },
  Processing: {
    noticeToAcknowledge: async ({ acknowledgements = [] }, { language }, { session, clock }) => {
      const inForce = await noticeInForce(session, language ?? 'NB', clock().toISOString().slice(0, 10));
      return acknowledgements.some(({ noticeVersion }) => noticeVersion === inForce?.version)
        ? null
        : inForce;
    },
    restricted: ({ restrictions = [] }) => restrictions.some(({ kind }) => kind === 'RESTRICTION'),
    objectedPurposes: ({ restrictions = [] }) =>
      restrictions.flatMap(({ purpose }) => purposes.find((each) => each === purpose) ?? ([] as Purpose[])),
  },
};

/** The person as the caller may see it now; after an act that hides it, `null`. */
function load(id: string, context: Context, info: GraphQLResolveInfo): Promise<PersonRow | null> {
  return loadTogether('Person', id, context, info, ({ session }, ids, selection) =>
    personsBy(session, ids, selection),
  );
}
