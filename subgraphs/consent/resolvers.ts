import {
  answerPage,
  CalendarDate,
  DateTime,
  loadTogether,
  organisationName,
  pageSize,
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
import { countHeldBack, heldBackOf, listHeldBack } from './held-back.js';
import { receive } from './receive.js';
import { inText, requestRectification } from './rectification.js';
import type { ContactPointRow, Context, PersonRow } from './rows.js';
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
    rightsWorkList: (_parent, { dueBy, ...page }, context, info) => {
      const { session } = context;
      return answerPage(page, context, info, {
        list: ['rightsWorkList', dueBy ?? null],
        rows: (size, after) => listUndecided(session, dueBy ?? undefined, size, after),
        count: () => countUndecided(session, dueBy ?? undefined),
        positionOf: ({ dueAt, personId }) => [dueAt, personId],
      });
    },
    heldBack: (_parent, page, context, info) => {
      const { session, clock } = context;
      return answerPage(page, context, info, {
        list: 'heldBack',
        rows: (size, after) => listHeldBack(session, clock(), size, after),
        count: () => countHeldBack(session, clock()),
        positionOf: ({ since, personId }) => [since, personId],
      });
    },
    erasures: (_parent, page, context, info) => {
      const { session } = context;
      return answerPage(page, context, info, {
        list: 'erasures',
        rows: (size, after, node) => listErasures(session, size, after, node),
        count: () => countErasures(session),
        positionOf: ({ decidedAt, id }) => [decidedAt?.toISOString() ?? '', id ?? ''],
      });
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
    disclosures: ({ id }, { since, ...page }, context, info) => {
      const { session } = context;
      const query = { personId: id, since: since ? new Date(since) : undefined };
      return answerPage(page, context, info, {
        list: ['disclosures', id, since ?? null],
        rows: (size, before, node) => listDisclosures(session, query, size, before, node),
        count: () => countDisclosures(session, query),
        positionOf: ({ seq }) => [String(seq)],
      });
    },
  },
  AcknowledgeNoticePayload: { person: ({ personId }, _args, context, info) => load(personId, context, info) },
  RightsRequestPayload: { person: ({ personId }, _args, context, info) => load(personId, context, info) },
  ComplaintPayload: {
    person: ({ personId }, _args, context, info) => load(personId, context, info),
    supervisoryAuthority: (_parent, _args, context, info) => supervisoryAuthority(context, info),
  },
  HeldBackEdge: { node: ({ node }, _args, context, info) => load(node.personId, context, info) },
  RightsWorkListEdge: { node: ({ node }, _args, context, info) => load(node.personId, context, info) },
  ContactPoint: { how: ({ howNb, howEn }, _args, { caller }) => (caller.language === 'en' ? howEn : howNb) },
  RightsRequest: {
    rectification: ({ said, ...request }) =>
      request.field ? { ...request, registered: inText(request.field, said ?? null) } : null,
    execution: ({ executions = [] }) => executions[0] ?? null,
    supervisoryAuthority: ({ status }, _args, context, info) =>
      status === 'REFUSED' ? supervisoryAuthority(context, info) : null,
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
    heldBack: async ({ id }, _args, context, info) =>
      (await loadTogether('HeldBack', 'person', id, context, info, ({ session, clock }, ids) =>
        heldBackOf(session, clock(), ids),
      )) ?? [],
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

function supervisoryAuthority(context: Context, info: GraphQLResolveInfo): Promise<ContactPointRow | null> {
  return loadTogether(
    'ContactPoint',
    'role',
    'SUPERVISORY_AUTHORITY',
    context,
    info,
    async ({ session }) => new Map((await contactPoints(session)).map((each) => [each.role, each])),
  );
}
