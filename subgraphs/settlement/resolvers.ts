import { CalendarDate, DateTime, loadTogether, type Selection } from '@kompass/runtime';
import type { GraphQLResolveInfo } from 'graphql';
import { assignToMunicipality, confirmSettlement, moveToReceptionCentre } from './acts.js';
import type { Resolvers } from './generated/resolver-types.js';
import { places } from './places.js';
import { residentsOf } from './residents.js';
import type { Context, CountyRow, MunicipalityRow, PersonRow } from './rows.js';
import { personsBy } from './store.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: {
    municipality: (_parent, { number }, context) => municipalityBy(number, context),
    municipalities: async (_parent, { county }, context) => {
      const all = [...(await places(context)).municipalities.values()];
      return county ? all.filter(({ countyNumber }) => countyNumber === county) : all;
    },
    counties: async (_parent, _args, context) => (await places(context)).counties,
  },

  Mutation: {
    assignToMunicipality: async (_parent, { personId, municipality }, context, info) => {
      await assignToMunicipality(context.session, await places(context), personId, municipality);
      return load(personId, context, info);
    },
    moveToReceptionCentre: async (_parent, { personId, receptionCentre }, context, info) => {
      await moveToReceptionCentre(context.session, await places(context), personId, receptionCentre);
      return load(personId, context, info);
    },
    confirmSettlement: async (_parent, { personId, on }, context, info) => {
      await confirmSettlement(context.session, personId, on);
      return load(personId, context, info);
    },
  },

  County: {
    municipalities: async ({ number }, _args, context) =>
      [...(await places(context)).municipalities.values()].filter(
        ({ countyNumber }) => countyNumber === number,
      ),
  },
  Municipality: {
    county: ({ countyNumber }, _args, context) => countyBy(countyNumber, context),
    receptionCentres: async ({ number }, _args, context) =>
      (await places(context)).receptionCentres.filter(
        ({ municipalityNumber }) => municipalityNumber === number,
      ),
    residents: (municipality, args, context, info) =>
      residentsOf('residents', municipality, args, context, info),
    assigned: (municipality, args, context, info) =>
      residentsOf('assigned', municipality, args, context, info),
  },
  ReceptionCentre: {
    municipality: async ({ municipalityNumber }, _args, context) => {
      const municipality = await municipalityBy(municipalityNumber, context);
      if (!municipality) throw new Error('a reception centre lies in no municipality in force');
      return municipality;
    },
  },

  Person: {
    __resolveReference: ({ id }, context, info) => load(id, context, info),
    settlement: (person) => person,
  },
  Settlement: {
    receptionCentre: async ({ receptionCentreId }, _args, context) =>
      (await places(context)).receptionCentres.find(({ id }) => id === receptionCentreId) ?? null,
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
  },
  MunicipalityMatch: {
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
  },
};

function namesPlaces({ municipality, receptionCentre, matching }: Selection): boolean {
  return Boolean(municipality ?? receptionCentre ?? matching?.['municipality']);
}

async function municipalityBy(number: string, context: Context): Promise<MunicipalityRow | null> {
  return (await places(context)).municipalities.get(number) ?? null;
}

async function countyBy(number: string, context: Context): Promise<CountyRow> {
  const county = (await places(context)).counties.find((each) => each.number === number);
  if (!county) throw new Error('a municipality lies in no county in force');
  return county;
}

/** The person as the caller may see it now; after an act that hides it, `null`. */
function load(id: string, context: Context, info: GraphQLResolveInfo): Promise<PersonRow | null> {
  return loadTogether('Person', id, context, info, async ({ session }, ids, selection) => {
    const [persons] = await Promise.all([
      personsBy(session, ids, selection),
      // Asked for now, whether or not anybody has one: a fetch costs the same whomever it is about.
      namesPlaces(selection['settlement'] ?? {}) ? places(context) : undefined,
    ]);
    return persons;
  });
}
