import type { Caller } from '@kompass/schema';
import { weights } from '@kompass/settlement/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const imdi: Caller = {
  party: 'IMDI',
  purpose: 'SETTLEMENT',
  clearances: [],
  organisation: organisations.imdi,
  officer: 'officer-of-the-test',
};

interface Advised {
  readonly node: {
    readonly id: string;
    readonly settlement: {
      readonly status: string;
      readonly municipality: null;
      readonly batchAdvice: {
        readonly match: {
          readonly municipality: { readonly number: string };
          readonly reasons: string[];
          readonly score: number;
        } | null;
      };
    };
  };
}

/** What the scores that are seen, and finding places, add up to. */
const sumOf = ({ placed, advised }: { placed: number; advised: { edges: Advised[] } }): number =>
  advised.edges.reduce(
    (sum, { node }) => sum + (node.settlement.batchAdvice.match?.score ?? 0),
    placed * weights.place,
  );

describe('a settlement batch', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const plan = (caller: Caller, args = '') =>
    gateway.askAs(
      caller,
      `mutation { planSettlementBatch${args} { id persons placed score bound weightsVersion
        municipalities { municipality { number } placed }
        advised(first: 500) { totalCount edges { node { id settlement { status municipality { number }
          batchAdvice { match { municipality { number } score reasons } } } } } } } }`,
    );
  const placesLeft = async (): Promise<Map<string, number>> =>
    new Map(
      (
        await database.owner`select offer.municipality_number as number, offer.places - (
          select count(*) + coalesce(sum(member.children), 0) from settlement.person as settler
          left join settlement.family_member as member on member.person_id = settler.id
          where settler.municipality_number = offer.municipality_number
            and settler.assigned_at >= date_trunc('year', now()))::int as left
        from settlement.municipality_offer as offer`
      ).map(({ number, left }) => [number as string, Math.max(0, left as number)]),
    );

  it('plans for everybody who waits, within the places, families together, and assigns nobody', async () => {
    const [count] = await database.owner`select count(*)::int as waiting from settlement.person as waiting
      where status = 'AT_RECEPTION_CENTRE' and not exists (select 1 from access.restriction as hidden
        where hidden.person_id = waiting.id and hidden.lifted_at is null
          and (hidden.purpose is null or hidden.purpose = 'SETTLEMENT'))`;
    const { data, errors } = await plan(imdi);
    expect(errors).toEqual([]);
    const batch = data.planSettlementBatch;
    const edges: Advised[] = batch.advised.edges;
    expect([batch.persons, batch.advised.totalCount, edges.length]).toEqual(
      Array(3).fill(count?.['waiting']),
    );
    expect(batch.score).toBeLessThanOrEqual(batch.bound);
    expect(batch.score).toBe(sumOf(batch));

    const goes = new Map(
      edges.map(({ node }) => [node.id, node.settlement.batchAdvice.match?.municipality.number]),
    );
    for (const { node } of edges) {
      expect(node.settlement).toMatchObject({ status: 'AT_RECEPTION_CENTRE', municipality: null });
      expect(node.settlement.batchAdvice.match?.reasons.length ?? 6).toBe(6);
    }
    const members = await database.owner`select person_id as id, family_id as family, children
      from settlement.family_member`;
    const families = new Map<string, Set<string | undefined>>();
    for (const { id, family } of members)
      if (goes.has(id)) families.set(family, (families.get(family) ?? new Set()).add(goes.get(id)));
    expect([...families.values()].every((chosen) => chosen.size === 1)).toBe(true);

    const left = await placesLeft();
    const taken = new Map<string, number>();
    for (const [id, number] of goes) {
      if (!number) continue;
      const children = (members.find((each) => each['id'] === id)?.['children'] ?? 0) as number;
      taken.set(number, (taken.get(number) ?? 0) + 1 + children);
    }
    for (const [number, places] of taken) expect(places).toBeLessThanOrEqual(left.get(number) ?? 0);
    const [assigned] = await database.owner`select count(*)::int as count from access.relation
      where kind = 'ASSIGNED' and valid_from > now() - interval '1 minute'`;
    expect(assigned?.['count']).toBe(0);
  });

  it('comes out the same for the same persons, places and weights', async () => {
    const [one, other] = [await plan(imdi), await plan(imdi)];
    const { id: _one, ...first } = one.data.planSettlementBatch;
    const { id: _other, ...second } = other.data.planSettlementBatch;
    expect(second).toEqual(first);
  });

  it('is planned alone: another waits for nobody, and is told to try again', async () => {
    const [first, second] = await Promise.all([plan(imdi), plan(imdi)]);
    const answers = [first, second].map(({ data, errors }) =>
      data.planSettlementBatch ? 'planned' : errors[0]?.extensions['code'],
    );
    expect(answers.sort()).toEqual(['UNAVAILABLE', 'planned']);
    expect((await plan(imdi)).errors).toEqual([]);
  });

  it('can be for one reception centre only, is an officer’s, and nobody else reads it', async () => {
    const [count] = await database.owner`select count(*)::int as waiting from settlement.person
      where status = 'AT_RECEPTION_CENTRE' and reception_centre_id = 1`;
    const { data } = await plan(imdi, '(receptionCentre: 1)');
    const { id, persons } = data.planSettlementBatch;
    expect(persons).toBeLessThanOrEqual((count?.['waiting'] as number) + 5);
    const machine: Caller = { ...imdi, officer: '' };
    expect((await plan(machine)).errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
    for (const centre of [999, 99_999, -1]) {
      const [nowhere] = (await plan(imdi, `(receptionCentre: ${centre})`)).errors;
      expect(nowhere?.extensions['code']).toBe('NOT_FOUND');
      expect(nowhere?.message).toContain(`no reception centre ${centre}`);
    }
    const query = `{ settlementBatch(id: "${id}") { score } }`;
    expect((await gateway.askAs(imdi, query)).data.settlementBatch.score).toBeGreaterThan(0);
    expect(
      (await gateway.ask('municipality', 'INTRODUCTION_PROGRAMME', query)).errors[0]?.extensions['code'],
    ).toBe('FORBIDDEN');
  });

  it('adds up to nothing for fewer than five: it would be one person’s advice, of whom nothing was entered', async () => {
    const { data, errors } = await plan(imdi, '(most: 1)');
    expect(errors).toEqual([]);
    const { id, persons, placed, score, bound, municipalities, advised } = data.planSettlementBatch;
    expect(persons).toBeLessThan(5);
    expect({ placed, score, bound, municipalities }).toEqual({
      placed: null,
      score: null,
      bound: null,
      municipalities: null,
    });
    expect(advised.edges).toHaveLength(persons);
    const again = await gateway.askAs(imdi, `{ settlementBatch(id: "${id}") { score placed } }`);
    expect(again.data.settlementBatch).toEqual({ score: null, placed: null });
  });

  it('leaves out whoever has objected to it, and restricting afterwards takes one out of the plan', async () => {
    const { data } = await plan(imdi);
    const { id, advised, score, bound } = data.planSettlementBatch;
    const person = advised.edges[0].node.id;
    await database.owner`insert into access.restriction (person_id, kind, purpose)
      values (${person}, 'OBJECTION', 'SETTLEMENT')`;
    const later = await gateway.askAs(
      imdi,
      `{ settlementBatch(id: "${id}") { persons placed score bound advised(first: 500) { edges { node { id
        settlement { batchAdvice { match { score } } } } } } } }`,
    );
    // The total is that of those seen: what it was before would tell of one who is not.
    const { settlementBatch } = later.data;
    expect(settlementBatch.score).toBeLessThan(score);
    expect(settlementBatch.score).toBe(sumOf(settlementBatch));
    expect(settlementBatch.bound - settlementBatch.score).toBeCloseTo(bound - score);
    const ids = later.data.settlementBatch.advised.edges.map(({ node }: Advised) => node.id);
    expect(ids).not.toContain(person);
    expect(later.data.settlementBatch.persons).toBe(advised.totalCount - 1);
    const again = await plan(imdi);
    const left = again.data.planSettlementBatch.advised.edges.map(({ node }: Advised) => node.id);
    expect(left).not.toContain(person);
  });
});
