import { CalendarDate, DateTime, loadTogether } from '@kompass/runtime';
import type { Resolvers } from './generated/resolver-types.js';
import { careerCentres, personsBy } from './store.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: { careerCentres: (_parent, _args, { session }) => careerCentres(session) },

  Person: {
    __resolveReference: ({ id }, context, info) =>
      loadTogether('Person', id, context, info, ({ session }, ids, selection) =>
        personsBy(session, ids, selection),
      ),
    guidance: (person) => person,
  },
};
