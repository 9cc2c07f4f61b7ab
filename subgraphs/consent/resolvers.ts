import { CalendarDate, DateTime, loadTogether } from '@kompass/runtime';
import { type Purpose, purposes } from '@kompass/schema';
import type { Resolvers } from './generated/resolver-types.js';
import { contactPoints, noticeInForce, personsBy, processingPurposes } from './store.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: {
    notice: (_parent, { language }, { session }) =>
      noticeInForce(session, language ?? 'NB', new Date().toISOString().slice(0, 10)),
    processingPurposes: (_parent, _args, { session }) => processingPurposes(session),
    contactPoints: (_parent, _args, { session }) => contactPoints(session),
  },

  Person: {
    __resolveReference: ({ id }, context, info) =>
      loadTogether('Person', id, context, info, ({ session }, ids, selection) =>
        personsBy(session, ids, selection),
      ),
    processing: (person) => person,
  },
  Processing: {
    restricted: ({ restrictions = [] }) => restrictions.some(({ kind }) => kind === 'RESTRICTION'),
    objectedPurposes: ({ restrictions = [] }) =>
      restrictions.flatMap(({ purpose }) => purposes.find((each) => each === purpose) ?? ([] as Purpose[])),
  },
};
