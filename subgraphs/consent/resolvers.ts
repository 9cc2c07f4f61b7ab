import {
  answeredType,
  CalendarDate,
  DateTime,
  loadTogether,
  organisationName,
  pageOf,
  pageSize,
  selectionOf,
  supplierName,
  utcDay,
} from '@kompass/runtime';
import { purposes } from '@kompass/schema';
import type { GraphQLResolveInfo } from 'graphql';
import { acknowledgeNotice } from './acknowledge.js';
import type { Act } from './act.js';
import {
  liftAddressProtection,
  liftRestrictions,
  objectToProcessing,
  protectAddress,
  restrictProcessing,
} from './acts.js';
import { decide } from './decide.js';
import { extend } from './extend.js';
import type { Resolvers } from './generated/resolver-types.js';
import { receive } from './receive.js';
import { inText, requestRectification } from './rectification.js';
import type { Context, ErasureRow, PersonRow } from './rows.js';
import {
  contactPoints,
  countDisclosures,
  countErasures,
  countUndecided,
  listDisclosures,
  listErasures,
  listUndecided,
  noticeInForce,
  personsBy,
  processingPurposes,
  retentionRuns,
} from './store.js';
import { withdraw } from './withdraw.js';
import { counsellorName, inPlainWords, recipientName } from './words.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: {
    notice: (_parent, { language }, { session, clock }) =>
      noticeInForce(session, language ?? 'NB', utcDay(clock())),
    processingPurposes: (_parent, _args, { session }) => processingPurposes(session),
    contactPoints: (_parent, _args, { session }) => contactPoints(session),
    rightsWorkList: async (_parent, { dueBy, first, after }, context, info) => {
      const { caller, session, cursors } = context;
      const size = pageSize(first);
      const list = ['rightsWorkList', dueBy ?? null];
      const position = after ? cursors.open(after, caller, list) : undefined;
      const selected = selectionOf(info, answeredType(info), context);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listUndecided(session, dueBy ?? undefined, size, position)
          : [],
        selected['totalCount'] ? countUndecided(session, dueBy ?? undefined) : null,
      ]);
      const page = pageOf(
        rows,
        size,
        ({ dueAt, personId }) => cursors.seal([dueAt, personId], caller, list),
        totalCount,
      );
      return {
        ...page,
        edges: page.edges.map(({ node, cursor }) => ({ personId: node.personId, cursor })),
      };
    },
    erasures: async (_parent, { first, after }, context, info) => {
      const { caller, session, cursors } = context;
      const size = pageSize(first);
      const position = after ? cursors.open(after, caller, 'erasures') : undefined;
      const selected = selectionOf(info, answeredType(info), context);
      const [rows, totalCount] = await Promise.all([
        selected['edges'] || selected['pageInfo']
          ? listErasures(session, size, position, selected['edges']?.['node'] ?? {})
          : [],
        selected['totalCount'] ? countErasures(session) : null,
      ]);
      const seal = ({ decidedAt, id }: ErasureRow) =>
        cursors.seal([decidedAt?.toISOString() ?? '', id ?? ''], caller, 'erasures');
      return pageOf(rows, size, seal, totalCount);
    },
    retentionRuns: (_parent, { first }, { session }) => retentionRuns(session, pageSize(first)),
  },

  Mutation: {
    acknowledgeNotice: async (_parent, { personId, version, language }, context) => {
      const { session, caller, clock } = context;
      const problems = await acknowledgeNotice(session, caller, clock(), personId, version, language);
      return { personId, problems };
    },
    requestAccess: async (_parent, { personId, grounds, receivedOn }, context) => ({
      personId,
      problems: await receive(actOf(personId, context, receivedOn), { right: 'ACCESS', grounds }),
    }),
    requestRectification: async (_parent, { personId, input, receivedOn }, context) => ({
      personId,
      problems: await requestRectification(actOf(personId, context, receivedOn), input),
    }),
    requestErasure: async (_parent, { personId, grounds, receivedOn }, context) => ({
      personId,
      problems: await receive(actOf(personId, context, receivedOn), { right: 'ERASURE', grounds }),
    }),
    complain: async (_parent, { personId, grounds, receivedOn }, context) => ({
      personId,
      problems: await receive(actOf(personId, context, receivedOn), { right: 'COMPLAINT', grounds }),
    }),
    withdrawRequest: async (_parent, { personId, requestId }, context) => ({
      personId,
      problems: await withdraw(actOf(personId, context), requestId),
    }),
    extendTimeLimit: async (_parent, { personId, requestId, months, reason }, context) => ({
      personId,
      problems: await extend(actOf(personId, context), requestId, months, reason),
    }),
    decideRequest: async (_parent, { personId, requestId, decision, reason }, context) => ({
      personId,
      problems: await decide(actOf(personId, context), requestId, decision, reason),
    }),
    restrictProcessing: async (_parent, { personId, grounds, receivedOn }, context, info) => {
      await restrictProcessing(actOf(personId, context, receivedOn), grounds);
      return load(personId, context, info);
    },
    objectToProcessing: async (_parent, { personId, purpose, grounds, receivedOn }, context, info) => {
      await objectToProcessing(actOf(personId, context, receivedOn), purpose, grounds);
      return load(personId, context, info);
    },
    liftRestrictions: async (_parent, { personId, reason }, context, info) => {
      await liftRestrictions(actOf(personId, context), reason);
      return load(personId, context, info);
    },
    protectAddress: async (_parent, { personId, reason }, context, info) => {
      await protectAddress(actOf(personId, context), reason);
      return load(personId, context, info);
    },
    liftAddressProtection: async (_parent, { personId, reason }, context, info) => {
      await liftAddressProtection(actOf(personId, context), reason);
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
  RightsRequestPayload: { person: ({ personId }, _args, context, info) => load(personId, context, info) },
  ComplaintPayload: {
    person: ({ personId }, _args, context, info) => load(personId, context, info),
    supervisoryAuthority: async (_parent, _args, { session }) =>
      (await contactPoints(session)).find(({ role }) => role === 'SUPERVISORY_AUTHORITY') ?? null,
  },
  RightsWorkListEdge: { node: ({ personId }, _args, context, info) => load(personId, context, info) },
  ContactPoint: { how: ({ howNb, howEn }, _args, { caller }) => (caller.language === 'en' ? howEn : howNb) },
  RightsRequest: {
    rectification: ({ said, ...request }) =>
      request.field ? { ...request, registered: inText(request.field, said ?? null) } : null,
    execution: ({ executions = [] }) => executions[0] ?? null,
  },
  Execution: {
    recipients: ({ recipients = [] }, _args, { caller }) =>
      recipients.map((recipient) => recipientName(recipient, caller.language ?? 'nb')),
  },
  ExecutionStep: { subgraph: ({ room }) => room ?? null },
  Erasure: { execution: (erasure) => erasure },
  Disclosure: {
    text: (row, _args, { caller }) => inPlainWords(row, caller.language ?? 'nb'),
    organisation: (row, _args, { caller }) => organisationName(row, caller.language ?? 'nb'),
    organisationNumber: ({ organisation }) => organisation ?? null,
    supplier: ({ supplier }, _args, { caller }) =>
      supplier ? supplierName(supplier, caller.language ?? 'nb') : null,
    supplierNumber: ({ supplier }) => supplier ?? null,
    fields: ({ coordinates }) => coordinates ?? null,
  },
  Acknowledgement: {
    givenBy: ({ givenBy }, _args, { caller }) =>
      givenBy ? counsellorName(givenBy, caller.language ?? 'nb') : null,
  },
  Processing: {
    noticeToAcknowledge: async ({ acknowledgements = [] }, { language }, { session, clock }) => {
      const inForce = await noticeInForce(session, language ?? 'NB', utcDay(clock()));
      return acknowledgements.some(({ noticeVersion }) => noticeVersion === inForce?.version)
        ? null
        : inForce;
    },
    rightsRequests: ({ rightsRequests = [] }, { undecided }) =>
      undecided ? rightsRequests.filter(({ decidedAt }) => !decidedAt) : rightsRequests,
    // From the decision to erase on, nothing is used any more.
    restricted: ({ restrictions = [] }) =>
      restrictions.some(({ kind }) => kind === 'RESTRICTION' || kind === 'ERASURE'),
    objectedPurposes: ({ restrictions = [] }) =>
      purposes.filter((each) => restrictions.some(({ purpose }) => purpose === each)),
  },
};

const actOf = (personId: string, { session, caller, clock }: Context, receivedOn?: string | null): Act => ({
  session,
  caller,
  now: clock(),
  personId,
  receivedOn,
});

/** The person as the caller may see it now; after an act that hides it, `null`. */
function load(id: string, context: Context, info: GraphQLResolveInfo): Promise<PersonRow | null> {
  return loadTogether('Person', 'id', id, context, info, ({ session }, ids, selection) =>
    personsBy(session, ids, selection),
  );
}
