import { answerPage, CalendarDate, DateTime, loadTogether, type Selection } from '@kompass/runtime';
import type { GraphQLResolveInfo } from 'graphql';
import {
  agreeMovingDate,
  answerAssignment,
  assignToMunicipality,
  confirmSettlement,
  moveToAnotherMunicipality,
  moveToReceptionCentre,
} from './acts.js';
import { costInWords, inWords } from './advice-words.js';
import { adviseSettlement } from './advise.js';
import { planSettlementBatch } from './batch.js';
import type { Resolvers } from './generated/resolver-types.js';
import { registerSettlementGrounds } from './grounds.js';
import { fromPlaces, places } from './places.js';
import { saveFullTimeProgramme, saveIntroductionProgramme } from './programmes.js';
import { endGoals, reasons } from './proposal.js';
import { residentsOf } from './residents.js';
import type { Context, PersonRow } from './rows.js';
import {
  advisedPersons,
  batchBy,
  countsOfBatch,
  personsBy,
  personsListed,
  placedByMunicipality,
  sumsOfBatch,
} from './store.js';
import { weights } from './weights.js';
import { workList } from './work-list.js';

export const resolvers: Resolvers = {
  Date: CalendarDate,
  DateTime,

  Query: {
    municipality: (_parent, { number }, context) => municipalityBy(number, context),
    municipalities: (_parent, { county }, context) =>
      county
        ? municipalitiesIn(county, context)
        : fromPlaces(context, ({ municipalities }) => [...municipalities.values()]),
    counties: (_parent, _args, context) => fromPlaces(context, ({ counties }) => counties),
    settlementBatch: (_parent, { id }, { session }) => batchBy(session, id),
    settlementWorkList: (_parent, { filter, ...page }, context, info) =>
      workList(filter.status, page, context, info),
  },

  Mutation: {
    adviseSettlement: async (_parent, { personId }, context, info) => {
      await adviseSettlement(context, personId);
      return load(personId, context, info);
    },
    planSettlementBatch: (_parent, { receptionCentre, most }, context) =>
      planSettlementBatch(context, receptionCentre ?? undefined, most ?? 5_000),
    registerSettlementGrounds: (_parent, { input }, context) => registerSettlementGrounds(context, input),
    assignToMunicipality: (_parent, { input }, context) => assignToMunicipality(context, input),
    answerAssignment: (_parent, { input }, context) => answerAssignment(context, input),
    agreeMovingDate: (_parent, { input }, context) => agreeMovingDate(context, input),
    moveToReceptionCentre: (_parent, { input }, context) => moveToReceptionCentre(context, input),
    confirmSettlement: (_parent, { input }, context) => confirmSettlement(context, input),
    moveToAnotherMunicipality: (_parent, { input }, context) => moveToAnotherMunicipality(context, input),
    saveIntroductionProgramme: (_parent, { input }, context) => saveIntroductionProgramme(context, input),
    saveFullTimeProgramme: (_parent, { input }, context) => saveFullTimeProgramme(context, input),
  },
  SettlementPayload: {
    person: ({ personId }, _args, context, info) => (personId ? load(personId, context, info) : null),
    warnings: ({ warnings }) => warnings ?? [],
  },

  County: {
    municipalities: ({ number }, _args, context) => municipalitiesIn(number, context),
  },
  Municipality: {
    county: ({ countyNumber }, _args, context) => countyBy(countyNumber, context),
    receptionCentres: ({ number }, _args, context) =>
      fromPlaces(context, ({ receptionCentres }) =>
        receptionCentres.filter(({ municipalityNumber }) => municipalityNumber === number),
      ),
    residents: (municipality, args, context, info) =>
      residentsOf('residents', municipality, args, context, info),
    assigned: (municipality, args, context, info) =>
      residentsOf('assigned', municipality, args, context, info),
  },
  ReceptionCentre: {
    municipality: ({ municipalityNumber }, _args, context) =>
      fromPlaces(context, ({ municipalities }) => {
        const municipality = municipalities.get(municipalityNumber);
        if (!municipality) throw new Error('a reception centre lies in no municipality in force');
        return municipality;
      }),
  },

  Person: {
    __resolveReference: ({ id }, context, info) => load(id, context, info),
    settlement: (person) => person,
  },
  Settlement: {
    // Whoever is left of a family whose others are hidden looks as somebody who has none.
    familyGroup: ({ family }) => (family && family.size > 1 ? family : null),
    needs: ({ needs = [] }) => needs.map(({ need }) => need),
    receptionCentre: ({ receptionCentreId }, _args, context) => receptionCentreBy(receptionCentreId, context),
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
  },
  MunicipalityMatch: {
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
    reasons: ({ criteria = [] }, _args, { caller }) =>
      criteria.map((each) => inWords(each, caller.language ?? 'nb')),
  },
  MatchCriterion: {
    outOf: ({ ground }) => weights.points[ground],
    reason: (criterion, _args, { caller }) => inWords(criterion, caller.language ?? 'nb'),
  },
  MissingGround: {
    text: (missing, _args, { caller }) => costInWords(missing, caller.language ?? 'nb'),
  },
  BatchAdvice: {
    batchId: ({ batchId }) => batchId ?? null,
    match: ({ municipalityNumber, score, criteria }) =>
      municipalityNumber && score !== undefined && criteria ? { municipalityNumber, score, criteria } : null,
  },
  FamilyGroup: {
    members: ({ memberIds }) => memberIds.map((id) => ({ id })),
  },
  NetworkTie: {
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
  },
  SettlementEvent: {
    receptionCentre: ({ receptionCentreId }, _args, context) => receptionCentreBy(receptionCentreId, context),
    municipality: ({ municipalityNumber }, _args, context) =>
      municipalityNumber ? municipalityBy(municipalityNumber, context) : null,
  },
  SettlementBatch: {
    persons: async ({ id }, _args, { session }) => (await countsOfBatch(session, id)).persons,
    placed: async ({ id }, _args, { session }) => (await sumsOfBatch(session, id))?.placed ?? null,
    score: async ({ id }, _args, { session }) => (await sumsOfBatch(session, id))?.score ?? null,
    // How far the plan is from the best possible was found for all; the sum it is told of is that of those seen.
    bound: async ({ id, score, bound }, _args, { session }) => {
      const sums = await sumsOfBatch(session, id);
      return sums && sums.score + (bound - score);
    },
    municipalities: async ({ id }, _args, { session }) =>
      (await sumsOfBatch(session, id)) && placedByMunicipality(session, id),
    advised: ({ id }, page, context, info) => {
      const { session } = context;
      return answerPage(page, context, info, {
        list: ['advised', id],
        rows: async (size, after, node) =>
          personsListed(context, await advisedPersons(session, id, size, after?.[0]), node),
        count: async () => (await countsOfBatch(session, id)).persons,
        positionOf: (person) => [person.id],
      });
    },
  },
  BatchMunicipality: {
    municipality: ({ municipalityNumber }, _args, context) => municipalityBy(municipalityNumber, context),
  },
  ProgrammeProposal: {
    endGoal: ({ endGoal }, _args, { caller }) => endGoals[endGoal][caller.language ?? 'nb'],
    reasons: ({ because }, _args, { caller }) =>
      because
        .filter((each) => each in reasons) // while processes are replaced, those of the version before write others
        .map((each) => ({ text: reasons[each][caller.language ?? 'nb'], source: reasons[each].source })),
  },
};

function namesPlaces({ municipality, receptionCentre, matching, history, network }: Selection): boolean {
  const beneath = [matching, history, network].some(
    (part) => part?.['municipality'] ?? part?.['receptionCentre'],
  );
  return Boolean(municipality ?? receptionCentre) || beneath;
}

function municipalityBy(number: string, context: Context) {
  return fromPlaces(context, ({ municipalities }) => municipalities.get(number) ?? null);
}

function receptionCentreBy(number: number | null | undefined, context: Context) {
  return fromPlaces(
    context,
    ({ receptionCentres }) => receptionCentres.find(({ id }) => id === number) ?? null,
  );
}

function municipalitiesIn(county: string, context: Context) {
  return fromPlaces(context, ({ municipalities }) =>
    [...municipalities.values()].filter(({ countyNumber }) => countyNumber === county),
  );
}

function countyBy(number: string, context: Context) {
  return fromPlaces(context, ({ counties }) => {
    const county = counties.find((each) => each.number === number);
    if (!county) throw new Error('a municipality lies in no county in force');
    return county;
  });
}

/** The person as the caller may see it now; after an act that hides it, `null`. */
function load(id: string, context: Context, info: GraphQLResolveInfo): Promise<PersonRow | null> {
  return loadTogether('Person', 'id', id, context, info, async (_context, ids, selection) => {
    const [persons] = await Promise.all([
      personsBy(context, ids, selection),
      // Asked for now, whether or not anybody has one: a fetch costs the same whomever it is about.
      namesPlaces(selection['settlement'] ?? {}) ? places(context) : undefined,
    ]);
    return persons;
  });
}
