import { KompassError } from '@kompass/schema';
import { and, desc, eq, sql } from 'drizzle-orm';
import { beholdersOf } from './beholders.js';
import type { SaveResultDraftInput, ShareResultInput } from './generated/resolver-types.js';
import {
  conflict,
  mustSee,
  nothingToChange,
  ownCentre,
  problemsFor,
  requireReferredHere,
  warningsOn,
} from './guards.js';
import type { Context, ResultDraftPayloadRow, ShareResultPayloadRow } from './rows.js';
import { previewOf } from './sharing.js';
import * as tables from './tables.js';
import { checkEntries } from './validation.js';

const { result, resultDraft } = tables;
const mostGoals = 10;
const mostSteps = 20;

/** @throws KompassError NOT_FOUND, or CONFLICT when somebody has saved the draft since */
export async function saveResultDraft(
  context: Context,
  { personId, version, goals, recommendedPath }: SaveResultDraftInput,
): Promise<ResultDraftPayloadRow> {
  const { session, clock } = context;
  await mustSee(session, personId);
  const problems = problemsFor(context);
  await requireReferredHere(context, personId, problems);
  checkEntries(goals, mostGoals, ['input', 'goals'], problems);
  checkEntries(recommendedPath, mostSteps, ['input', 'recommendedPath'], problems);
  if (problems.found.length > 0) return { personId, problems: problems.found };
  const values = { goals: [...goals], recommendedPath: [...recommendedPath], savedAt: clock() };
  const saved =
    version === null || version === undefined
      ? session
          .insert(resultDraft)
          .values({ ...values, personId, careerCentre: ownCentre(context) })
          .onConflictDoNothing()
          .returning({ version: resultDraft.version })
      : session
          .update(resultDraft)
          .set({ ...values, version: sql`${resultDraft.version} + 1` })
          .where(and(ownDraft(context, personId), eq(resultDraft.version, version)))
          .returning({ version: resultDraft.version });
  const warnings = warningsOn(context, [
    ...goals.map((goal, at) => [['input', 'goals', at], goal] as const),
    ...recommendedPath.map((step, at) => [['input', 'recommendedPath', at], step] as const),
  ]);
  const [draft] = await saved;
  if (draft) return { personId, version: draft.version, warnings };
  const current = await session.query.resultDraft.findFirst({ where: ownDraft(context, personId) });
  if (!current) throw nothingToChange(personId);
  throw conflict(current, 'GuidanceResultDraft');
}

/**
 * @throws KompassError NOT_FOUND, or CONFLICT when something else would be shared than what was shown. It does not carry
 *   what would be: a client that tried again with that would share what nobody has looked at.
 */
export async function shareResult(
  context: Context,
  { personId, shown }: ShareResultInput,
): Promise<ShareResultPayloadRow> {
  const { session, policy, clock } = context;
  await mustSee(session, personId);
  const [draft] = await session.select().from(resultDraft).where(ownDraft(context, personId)).for('update');
  const problems = problemsFor(context);
  if (!draft) {
    problems.add(['input', 'personId'], 'NOT_NOW', {
      nb: 'Det er ikke noe utkast å dele. Lagre et først.',
      en: 'There is no draft to share. Save one first.',
    });
    return { personId, problems: problems.found };
  }
  const last = await session.query.result.findFirst({
    where: eq(result.personId, personId),
    orderBy: [desc(result.version)],
  });
  if (last?.careerCentre === draft.careerCentre && last.draftVersion === draft.version) {
    problems.add(['input', 'personId'], 'NOT_NOW', {
      nb: `Utkastet er delt allerede, som versjon ${last.version}. Endre det først.`,
      en: `The draft is shared already, as version ${last.version}. Change it first.`,
    });
    return { personId, problems: problems.found };
  }
  const beholders = (await beholdersOf(context, [personId])).get(personId) ?? [];
  const preview = previewOf(draft, beholders, policy);
  if (preview.shown !== shown) throw somethingElse(personId);
  // Another centre that shared at the same moment was first, when nothing is inserted.
  const [shared] = await session
    .insert(result)
    .values({
      personId,
      version: (last?.version ?? 0) + 1,
      careerCentre: draft.careerCentre,
      draftVersion: draft.version,
      sharedAt: clock(),
      goals: draft.goals,
      recommendedPath: draft.recommendedPath,
      sharedWith: preview.recipients,
    })
    .onConflictDoNothing()
    .returning({ version: result.version });
  if (!shared) throw somethingElse(personId);
  return { personId, version: shared.version };
}

const somethingElse = (personId: string) =>
  new KompassError(
    'CONFLICT',
    'Something else would be shared now than what was shown, or with others. Read "resultDrafts" again, and show it before you share it.',
    {},
    { personId, coordinates: ['GuidanceResultDraft.version'] },
  );

function ownDraft(context: Context, personId: string) {
  return and(eq(resultDraft.personId, personId), eq(resultDraft.careerCentre, ownCentre(context)));
}
