import { inDatabase } from '@kompass/gateway';
import { policyInForce, putInForce } from '@kompass/schema';
import { followPolicy } from '@kompass/schema/live-policy';
import { loadPolicy } from '@kompass/schema/load-policy';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type DeskCopy, deskCopy } from '../support/desk-copy.js';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { edited } from '../support/planted.js';

const before = policyInForce();

/** Takes from NAV what persons wish for. */
function narrow(copy: DeskCopy): void {
  // The promise first: until the rules follow, the policy is not whole and is not taken over.
  copy.edit('promises.ts', /(NAV: \{[\s\S]*?) {10}'wishes',\n/, '$1');
  copy.edit(
    'profile.rules.ts',
    /(wishes: )everyoneInTheCase([\s\S]*Wishes: \{\n)( +education: )\w+(,\n +work: )\w+(,\n +occupation: )\w+(,\n +longTermGoal: )\w+/,
    '$1everyoneButNav$2$3everyoneButNav$4everyoneButNav$5everyoneButNav$6everyoneButNav',
  );
}

describe.each(transports)(
  'a rule saved while the gateway runs, subgraphs %s',
  { timeout: 60_000 },
  (transport) => {
    const told: string[] = [];
    let copy: DeskCopy;
    let gateway: TestGateway;
    let unfollow: () => void;
    beforeAll(async () => {
      gateway = await startTestGateway(transport);
    });
    beforeEach(() => {
      told.length = 0;
      copy = deskCopy();
      unfollow = followPolicy((text) => told.push(text), copy.schema);
    });
    afterEach(() => {
      unfollow();
      putInForce(before);
      copy.remove();
    });
    afterAll(() => gateway.close());

    const taken = () => vi.waitFor(() => expect(told.at(-1)).toContain('in force now'), 30_000);

    it('is what the very same operation is answered by next, and what the schema is shown by', async () => {
      const wishes = () =>
        gateway.ask('nav', undefined, '{ persons(first: 20) { edges { node { wishes { work } } } } }');
      const fields = async () => {
        const { data } = await gateway.ask(
          'nav',
          undefined,
          '{ __type(name: "Person") { fields { name } } }',
        );
        return (data.__type.fields as { name: string }[]).map(({ name }) => name);
      };
      expect(JSON.stringify((await wishes()).data)).toMatch(/"work":"\S/);
      expect(await fields()).toContain('wishes');
      narrow(copy);
      await taken();
      const { data, errors } = await wishes();
      expect(JSON.stringify(data)).not.toContain('"work"');
      expect(errors.map(({ extensions }) => extensions)).toEqual([
        expect.objectContaining({
          code: 'FORBIDDEN',
          coordinate: 'Person.wishes',
          policyVersion: policyInForce().version,
        }),
      ]);
      expect(policyInForce().version).not.toBe(before.version);
      expect(await fields()).not.toContain('wishes');
    });

    it('holds for what an order reads too', async () => {
      const inOrder = () =>
        gateway.ask(
          'nav',
          undefined,
          'query List($by: PersonOrder) { persons(first: 2, orderBy: $by) { edges { node { name } } } }',
          { by: 'NAME_ASC' },
        );
      expect((await inOrder()).data.persons.edges).toHaveLength(2);
      copy.edit(
        'arguments.ts',
        "'PersonOrder.NAME_ASC': 'Person.name'",
        "'PersonOrder.NAME_ASC': 'Person.age'",
      );
      await taken();
      expect(told.at(-1)).toContain(
        '- `PersonOrder.NAME_ASC` reads `Person.name` → reads `Person.age`; **NAV under EMPLOYMENT_GUIDANCE** may use it no longer',
      );
      const { data, errors } = await inOrder();
      expect(data).toEqual({ persons: null });
      expect(errors.map(({ extensions }) => extensions['coordinate'])).toEqual(['Person.age']);
    });

    it('that was broken and is mended to what is in force is said to be', async () => {
      copy.edit('profile.rules.ts', 'interests: everyoneButNav', 'interests: everyoneButNva');
      await vi.waitFor(() => expect(told.at(-1)).toContain('1 mistake.'), 30_000);
      copy.edit('profile.rules.ts', 'interests: everyoneButNva', 'interests: everyoneButNav');
      await vi.waitFor(() => expect(told.at(-1)).toMatch(/^Mended: .* in force again/), 30_000);
      expect(policyInForce()).toBe(before);
    });

    it('waits for the next start where it says what the log may leave out', async () => {
      copy.edit('categories.ts', "      'ReceptionCentre.id',\n", '');
      copy.edit('categories.ts', "      'ReceptionCentre.name',\n", '');
      copy.edit('categories.ts', "      'ReceptionCentre.municipality',\n", '');
      copy.edit('categories.ts', "      'ReceptionCentre.places',\n", '');
      copy.edit(
        'categories.ts',
        "      'Problem.path',\n",
        "      'Problem.path',\n      'ReceptionCentre.id',\n      'ReceptionCentre.name',\n      'ReceptionCentre.municipality',\n      'ReceptionCentre.places',\n",
      );
      await vi.waitFor(() => expect(told.at(-1)).toContain('what the disclosure log says of whom'), 30_000);
      expect(policyInForce()).toBe(before);
    });
  },
);

describe('a word that compares what the row does not say with what the caller is not', {
  timeout: 60_000,
}, () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway();
  });
  afterAll(async () => {
    putInForce(before);
    await gateway.close();
  });

  it('grants no row', async () => {
    const notes = async () => {
      const { data } = await gateway.ask(
        'career-centre',
        'CAREER_GUIDANCE',
        '{ persons(first: 50) { edges { node { guidance { sessions { internalNote } } } } } }',
      );
      return JSON.stringify(data);
    };
    expect(await notes()).toMatch(/"internalNote":"\S/);
    putInForce(
      loadPolicy(
        edited([
          'agencies.ts',
          "row['careerCentre'] === caller.organisation",
          "row['project'] === caller.project",
        ]),
      ),
    );
    const unread = await notes();
    expect(unread).toContain('"internalNote":null');
    expect(unread).not.toContain('"internalNote":"');
  });
});

describe('a request under way when a rule is saved', { timeout: 60_000 }, () => {
  afterAll(() => putInForce(before));

  it('is answered whole, and entered in the log, under the policy that it began under', async () => {
    const log = inDatabase(inject('databaseUrl'));
    const entered: string[] = [];
    let arrived = () => {};
    let go = () => {};
    const reached = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const released = new Promise<void>((resolve) => {
      go = resolve;
    });
    const gateway = await startTestGateway('in-process', {
      disclosures: {
        async append(entries, context) {
          arrived();
          await released;
          entered.push(...entries.map(({ policyVersion }) => policyVersion));
          await log.append(entries, context);
        },
        close: () => log.close(),
      },
    });
    const copy = deskCopy();
    const told: string[] = [];
    const unfollow = followPolicy((text) => told.push(text), copy.schema);
    const query = '{ persons(first: 20) { edges { node { wishes { work } } } } }';
    const underWay = gateway.ask('nav', undefined, query);
    await reached;
    narrow(copy);
    await vi.waitFor(() => expect(told.at(-1)).toContain('in force now'), 30_000);
    go();
    const { data, errors } = await underWay;
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).toMatch(/"work":"\S/);
    expect(new Set(entered)).toEqual(new Set([before.version]));
    expect((await gateway.ask('nav', undefined, query)).errors).toHaveLength(1);
    expect(new Set(entered)).toEqual(new Set([before.version, policyInForce().version]));
    unfollow();
    await gateway.close();
    copy.remove();
  });
});
