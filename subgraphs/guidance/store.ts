import { columnsFor, type Selection, type Session, sameNames } from '@kompass/runtime';
import { desc, inArray } from 'drizzle-orm';
import type { PersonRow } from './rows.js';
import * as tables from './tables.js';

type GuidanceSession = Session<typeof tables>;

const guidanceSources = { entitlement: ['entitlement'] };
const appointmentSources = sameNames('startsAt', 'mode', 'status');
const sessionSources = sameNames('heldAt', 'interpreter', 'internalNote');
const resultSources = sameNames('sharedAt', 'goals', 'recommendedPath');
const employmentGuidanceSources = sameNames('givenAt', 'assessment', 'measures');

/** The persons with these identifiers that the caller may see. */
export async function personsBy(
  session: GuidanceSession,
  ids: readonly string[],
  selection: Selection,
): Promise<ReadonlyMap<string, PersonRow>> {
  const guidance = selection['guidance'] ?? {};
  const rows: readonly PersonRow[] = await session.query.person.findMany({
    columns: columnsFor(guidance, guidanceSources, ['id']),
    with: parts(guidance),
    where: inArray(tables.person.id, [...ids]),
  });
  return new Map(rows.map((row) => [row.id, row]));
}

function parts(guidance: Selection): Record<string, never> {
  const { careerCentre, appointments, sessions, result, employmentGuidance } = guidance;
  return {
    ...(careerCentre && { careerCentre: true }),
    ...(appointments && {
      appointments: {
        columns: columnsFor(appointments, appointmentSources, ['id']),
        orderBy: [desc(tables.appointment.startsAt)],
      },
    }),
    ...(sessions && {
      sessions: {
        columns: columnsFor(sessions, sessionSources, ['careerCentre']),
        orderBy: [desc(tables.session.heldAt)],
      },
    }),
    ...(result && { result: { columns: columnsFor(result, resultSources, ['personId']) } }),
    ...(employmentGuidance && {
      employmentGuidance: {
        columns: columnsFor(employmentGuidance, employmentGuidanceSources, ['id']),
        orderBy: [desc(tables.employmentGuidance.givenAt)],
      },
    }),
  } as Record<string, never>;
}

export function careerCentres(session: GuidanceSession) {
  return session.select().from(tables.careerCentre).orderBy(tables.careerCentre.county);
}
