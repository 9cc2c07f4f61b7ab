import { consent } from '@kompass/consent';
import { createLog, type OpenRoom, openRoom } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type Newcomer, newcomer } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const cleared = rowCallers['IMDi, privacy officer, cleared'] as Caller;
const officer = rowCallers['IMDi, privacy officer'] as Caller;

describe('whom the storage limit holds back', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let room: OpenRoom;
  let now = new Date('2030-06-01T10:00:00Z');
  const people: Newcomer[] = [];
  const [restricted, both, demanding, isProtected, nothing, recent] = [0, 1, 2, 3, 4, 5];
  /** 15 years after the registration, at midnight in Norway. */
  const limit = '2035-02-28T23:00:00.000Z';

  beforeAll(async () => {
    database = await scratchDatabase({ empty: true });
    const clock = () => now;
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, clock });
    room = openRoom(consent, database.url, createLog('test', 'silent', true), { clock });
    for (let nth = 0; nth < 6; nth += 1) people.push(await newcomer(database, nth + 1));
    await database.owner`update access.relation set valid_from = '2020-03-01T12:00:00+01'
      where person_id <> ${idOf(recent)}`;
    await act(themself(restricted), restricted, 'restrictProcessing', '', 'id');
    await decide(restricted, 'GRANT');
    await act(themself(both), both, 'restrictProcessing', '', 'id');
    await decide(both, 'GRANT');
    await complain(recent, '2030-06-01');
    await complain(both, '2035-03-15');
    await complain(demanding, '2035-04-01');
    await complain(isProtected, '2035-04-02');
    await act(
      rowCallers['IMDi, settlement'] as Caller,
      isProtected,
      'protectAddress',
      'reason: "Trues."',
      'id',
    );
    now = new Date('2035-06-01T10:00:00Z');
  });
  afterAll(async () => {
    await room.close();
    await gateway.close();
    await database.drop();
  });

  const idOf = (who: number) => people[who]?.id ?? '';
  const themself = (who: number): Caller => ({
    ...(people[who] as Newcomer).themself,
    purpose: 'DATA_SUBJECT_RIGHTS',
  });
  const act = async (
    caller: Caller,
    who: number,
    name: string,
    args: string,
    answer = 'problems { code }',
  ) => {
    const { errors, data } = await gateway.askAs(
      caller,
      `mutation { ${name}(personId: "${idOf(who)}"${args && `, ${args}`}) { ${answer} } }`,
    );
    expect({ errors, problems: data?.[name]?.problems ?? [] }).toEqual({ errors: [], problems: [] });
  };
  const complain = async (who: number, day: string) => {
    now = new Date(`${day}T10:00:00Z`);
    await act(themself(who), who, 'complain', 'grounds: "Feil."');
  };
  const decide = async (who: number, decision: string) => {
    const open = await database.owner`select id from consent.rights_request
      where person_id = ${idOf(who)} and decided_at is null`;
    for (const { id } of open)
      await act(
        cleared,
        who,
        'decideRequest',
        `requestId: "${id}", decision: ${decision}, reason: "Vurdert."`,
      );
  };
  const list = async (caller: Caller, args = '') =>
    (
      await gateway.askAs(
        caller,
        `{ heldBack${args} { totalCount pageInfo { hasNextPage endCursor }
          edges { node { id processing { heldBack { reason since } } } } } }`,
      )
    ).data.heldBack;
  const idsIn = ({ edges }: { edges: { node: { id: string } }[] }) => edges.map(({ node }) => node.id);

  it('is told to the privacy officer: who, why and since when, the longest held on top', async () => {
    const { totalCount, edges } = await list(cleared);
    expect(totalCount).toBe(4);
    const why = Object.fromEntries(
      edges.map(({ node }: { node: { id: string; processing: { heldBack: unknown } } }) => [
        node.id,
        node.processing.heldBack,
      ]),
    );
    const demandSince = (day: string) => ({ reason: 'UNDECIDED_DEMAND', since: `${day}T10:00:00.000Z` });
    const restriction = { reason: 'RESTRICTION', since: limit };
    expect(why).toEqual({
      [idOf(restricted)]: [restriction],
      [idOf(both)]: [restriction, demandSince('2035-03-15')],
      [idOf(demanding)]: [demandSince('2035-04-01')],
      [idOf(isProtected)]: [demandSince('2035-04-02')],
    });
    expect(idsIn({ edges })).toEqual([
      ...[idOf(restricted), idOf(both)].sort(),
      idOf(demanding),
      idOf(isProtected),
    ]);
  });

  it('page by page', async () => {
    const all = idsIn(await list(cleared));
    const first = await list(cleared, '(first: 3)');
    expect([idsIn(first), first.pageInfo.hasNextPage]).toEqual([all.slice(0, 3), true]);
    const next = await list(cleared, `(first: 3, after: "${first.pageInfo.endCursor}")`);
    expect([idsIn(next), next.pageInfo.hasNextPage]).toEqual([all.slice(3), false]);
  });

  it('is not told of a protected person to an officer who is not cleared, not even by the count', async () => {
    const seen = await list(officer);
    expect(idsIn(seen)).not.toContain(idOf(isProtected));
    expect(seen.totalCount).toBe(3);
  });

  it.each(['IMDi, registration', 'IMDi, settlement', 'NAV', 'Bergen’s counsellor'])(
    'is not told to %s',
    async (name) => {
      const caller = rowCallers[name] as Caller;
      const { errors, data } = await gateway.askAs(
        caller,
        `{ heldBack { totalCount } person(id: "${idOf(demanding)}") { processing { heldBack { reason } } } }`,
      );
      expect(
        errors.map(({ extensions }) => [extensions['code'], extensions['coordinate']]).slice(0, 1),
      ).toEqual([['FORBIDDEN', 'Query.heldBack']]);
      expect(data.heldBack).toBe(null);
      expect(data.person?.processing?.heldBack ?? null).toBe(null);
    },
  );

  it('is entered in the log, which the person reads', async () => {
    const since = new Date().toISOString();
    await list(cleared);
    const { data } = await gateway.askAs(
      themself(restricted),
      `{ me { processing { heldBack { reason since } }
        disclosures(since: "${since}") { edges { node { organisation fields text } } } } }`,
    );
    expect(data.me.processing.heldBack).toEqual([{ reason: 'RESTRICTION', since: limit }]);
    const [{ node }] = data.me.disclosures.edges;
    expect(node.organisation).toBe('IMDi');
    expect(node.fields).toEqual(expect.arrayContaining(['HeldBack.reason', 'HeldBack.since']));
    expect(node.text).toContain('om noe holder opplysningene tilbake etter at lagringstiden er ute');
    const own = async (who: number) =>
      (await gateway.askAs(themself(who), '{ me { processing { heldBack { reason } } } }')).data.me.processing
        .heldBack;
    expect([await own(nothing), await own(recent)]).toEqual([[], []]);
  });

  it('is who the erasure spares, by the same question, until an officer has decided or lifted', async () => {
    const night = async () => {
      await room.duties.find(({ name }) => name === 'storage-limit')?.run();
      const { data } = await gateway.askAs(
        cleared,
        '{ retentionRuns(first: 500) { ranAt due begun heldForDemand heldForRestriction } }',
      );
      const { ranAt, ...run } = data.retentionRuns.find(
        (each: { ranAt: string }) => each.ranAt === now.toISOString(),
      );
      return run;
    };
    const erased = async () =>
      (await database.owner`select person_id as id from consent.execution where kind = 'ERASURE'`)
        .map(({ id }) => id)
        .sort();
    expect(await night()).toEqual({ due: 5, begun: 1, heldForDemand: 3, heldForRestriction: 1 });
    expect(await erased()).toEqual([idOf(nothing)]);
    await decide(demanding, 'REFUSE');
    await decide(both, 'REFUSE');
    await act(cleared, restricted, 'liftRestrictions', 'reason: "Kravet er gjort opp."', 'id');
    // The restriction stands, though the complaint of the same person is answered.
    expect(idsIn(await list(cleared))).toEqual([idOf(both), idOf(isProtected)]);
    now = new Date('2035-06-02T10:00:00Z');
    expect(await night()).toEqual({ due: 4, begun: 2, heldForDemand: 1, heldForRestriction: 1 });
    expect(await erased()).toEqual([nothing, demanding, restricted].map(idOf).sort());
  });
});
