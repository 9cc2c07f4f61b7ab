import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type {
  AmendEmploymentGuidanceInput,
  RecordEmploymentGuidanceInput,
} from './generated/resolver-types.js';
import { identifier, mustBeCurrent, mustSee, nothingToChange, problemsFor, warningsOn } from './guards.js';
import type { Context, EmploymentGuidancePayloadRow } from './rows.js';
import * as tables from './tables.js';
import { checkEntries, checkPast, checkText } from './validation.js';

const { employmentGuidance } = tables;
const mostMeasures = 10;

/** @throws KompassError NOT_FOUND */
export async function recordEmploymentGuidance(
  context: Context,
  { personId, givenAt, assessment, measures }: RecordEmploymentGuidanceInput,
): Promise<EmploymentGuidancePayloadRow> {
  const { session, clock } = context;
  await mustSee(session, personId);
  const problems = problemsFor(context);
  const at = new Date(givenAt);
  checkPast(at, clock(), ['input', 'givenAt'], problems);
  checkText(assessment, ['input', 'assessment'], problems);
  checkEntries(measures, mostMeasures, ['input', 'measures'], problems);
  const known = await session.query.employmentGuidance.findFirst({
    where: and(eq(employmentGuidance.personId, personId), eq(employmentGuidance.givenAt, at)),
  });
  problems.require(known === undefined, ['input', 'givenAt'], 'DUPLICATE', {
    nb: 'Veiledning på dette tidspunktet er registrert allerede. Rett den i stedet.',
    en: 'Guidance at that time is recorded already. Correct that instead.',
  });
  if (problems.found.length > 0) return { personId, problems: problems.found };
  const id = randomUUID();
  await session
    .insert(employmentGuidance)
    .values({ id, personId, givenAt: at, assessment, measures: [...measures] });
  return { personId, employmentGuidance: id, warnings: warningsOnWritten(context, assessment, measures) };
}

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has changed the guidance */
export async function amendEmploymentGuidance(
  context: Context,
  { employmentGuidance: id, version, assessment, measures }: AmendEmploymentGuidanceInput,
): Promise<EmploymentGuidancePayloadRow> {
  const { session } = context;
  const [found] = await session
    .select({ personId: employmentGuidance.personId, version: employmentGuidance.version })
    .from(employmentGuidance)
    .where(eq(employmentGuidance.id, identifier(id)))
    .for('update');
  if (!found) throw nothingToChange();
  mustBeCurrent(version, found, 'EmploymentGuidance');
  const { personId } = found;
  const problems = problemsFor(context);
  checkText(assessment, ['input', 'assessment'], problems);
  checkEntries(measures, mostMeasures, ['input', 'measures'], problems);
  if (problems.found.length > 0) return { personId, problems: problems.found };
  await session
    .update(employmentGuidance)
    .set({ assessment, measures: [...measures], version: version + 1 })
    .where(eq(employmentGuidance.id, id));
  return { personId, employmentGuidance: id, warnings: warningsOnWritten(context, assessment, measures) };
}

function warningsOnWritten(context: Context, assessment: string, measures: readonly string[]) {
  return warningsOn(context, [
    [['input', 'assessment'], assessment],
    ...measures.map((measure, at) => [['input', 'measures', at], measure] as const),
  ]);
}
