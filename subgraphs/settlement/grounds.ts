import { randomUUID } from 'node:crypto';
import { isUuid, type Problems, type Session } from '@kompass/runtime';
import { eq, inArray } from 'drizzle-orm';
import { change, done, locked, note, openAct, refused } from './act.js';
import type { SettlementGroundsInput } from './generated/resolver-types.js';
import { familiesOf } from './newcomers.js';
import { places } from './places.js';
import type { Context, SettlementPayloadRow } from './rows.js';
import * as tables from './tables.js';

const most = { children: 20, members: 20, ties: 30 };

/**
 * Registers family, network and needs, which the advice looks at besides the competence.
 * @throws KompassError NOT_FOUND, CONFLICT, or BAD_USER_INPUT when the token names no officer
 */
export async function registerSettlementGrounds(
  context: Context,
  input: SettlementGroundsInput,
): Promise<SettlementPayloadRow> {
  const { session } = context;
  const { networkTie, need } = tables;
  const { officer, person, problems } = await openAct(context, input);
  const { municipalities } = await places(context);
  const { familyMembers, children, network, needs } = input;
  for (const [at, { municipality }] of (network ?? []).entries())
    problems.require(
      municipalities.has(municipality),
      ['input', 'network', at, 'municipality'],
      'UNKNOWN_CODE',
      {
        nb: 'Det finnes ingen kommune med dette nummeret i dag.',
        en: 'There is no municipality with this number today.',
      },
    );
  mustBeFew(network, most.ties, 'network', problems);
  mustBeFew(familyMembers, most.members, 'familyMembers', problems);
  mustDiffer(
    network?.map((tie) => `${tie.municipality} ${tie.kind}`),
    'network',
    problems,
  );
  mustDiffer(needs, 'needs', problems);
  mustDiffer(familyMembers && [input.personId, ...familyMembers], 'familyMembers', problems);
  if (familyMembers) await mustBeSeen(session, familyMembers, problems);
  problems.require(
    children === null || children === undefined || (children >= 0 && children <= most.children),
    ['input', 'children'],
    'OUT_OF_RANGE',
    { nb: `Fra 0 til ${most.children} barn.`, en: `From 0 to ${most.children} children.` },
  );
  if (problems.found.length > 0) return refused(person, problems);

  if (network) {
    await session.delete(networkTie).where(eq(networkTie.personId, person.id));
    if (network.length > 0)
      await session.insert(networkTie).values(
        network.map((tie) => ({
          personId: person.id,
          municipalityNumber: tie.municipality,
          kind: tie.kind,
        })),
      );
  }
  if (needs) {
    await session.delete(need).where(eq(need.personId, person.id));
    if (needs.length > 0)
      await session.insert(need).values(needs.map((each) => ({ personId: person.id, need: each })));
  }
  if (familyMembers) await bringTogether(context, person.id, familyMembers);
  if (children !== null && children !== undefined) await countChildren(context, person.id, children);
  await change(session, person, {});
  // That it was registered, and not what: nothing on health is kept twice, or when it is no longer registered.
  for (const id of [person.id, ...(familyMembers ?? [])])
    await note(context, { id }, officer, { kind: 'GROUNDS' });
  return done(person.id);
}

/** Makes a family of a person and others, whichever they were in before; with nobody else, the person leaves it. */
async function bringTogether(
  { session }: Context,
  personId: string,
  others: readonly string[],
): Promise<void> {
  const { familyMember } = tables;
  const ids = [personId, ...others].sort();
  // In one order, so that two such acts do not wait for each other.
  for (const id of ids) await locked(session, id);
  const known = await session.select().from(familyMember).where(inArray(familyMember.personId, ids));
  await session.delete(familyMember).where(inArray(familyMember.personId, ids));
  const familyId = randomUUID();
  const children = (id: string) => known.find((each) => each.personId === id)?.children ?? 0;
  const stays = others.length > 0 || children(personId) > 0;
  if (stays)
    await session
      .insert(familyMember)
      .values(ids.map((id) => ({ personId: id, familyId, children: children(id) })));
}

/** Nobody is told whether a person is hidden or does not exist. */
async function mustBeSeen(
  session: Session<typeof tables>,
  ids: readonly string[],
  problems: Problems,
): Promise<void> {
  const { person } = tables;
  const seen = await session
    .select({ id: person.id })
    .from(person)
    .where(inArray(person.id, ids.filter(isUuid)));
  for (const [at, id] of ids.entries())
    problems.require(
      seen.some((each) => each.id === id.toLowerCase()),
      ['input', 'familyMembers', at],
      'UNKNOWN_CODE',
      {
        nb: 'Det finnes ingen slik person som du kan se. Bruk identifikatoren til en registrert person.',
        en: 'There is no such person that you may see. Take the identifier of a registered person.',
      },
    );
}

async function countChildren({ session }: Context, personId: string, children: number): Promise<void> {
  const { familyMember } = tables;
  const family = (await familiesOf(session, [personId])).get(personId);
  if (family) await session.update(familyMember).set({ children }).where(eq(familyMember.personId, personId));
  else if (children > 0)
    await session.insert(familyMember).values({ personId, familyId: randomUUID(), children });
}

function mustBeFew(
  list: readonly unknown[] | null | undefined,
  count: number,
  field: string,
  problems: Problems,
): void {
  problems.require((list ?? []).length <= count, ['input', field], 'TOO_LONG', {
    nb: `Høyst ${count}.`,
    en: `At most ${count}.`,
  });
}

function mustDiffer(list: readonly string[] | null | undefined, field: string, problems: Problems): void {
  problems.require(new Set(list ?? []).size === (list ?? []).length, ['input', field], 'DUPLICATE', {
    nb: 'Det samme står to ganger.',
    en: 'The same thing stands there twice.',
  });
}
