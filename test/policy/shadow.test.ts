import { fileURLToPath } from 'node:url';
import { shadowOf } from '@kompass/gateway';
import { PolicyMistakes } from '@kompass/schema';
import { candidateIn } from '@kompass/schema/load-policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeskCopy, deskCopy } from '../support/desk-copy.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

describe('a candidate policy that hides what persons wish for from NAV', () => {
  let copy: DeskCopy;
  let gateway: TestGateway;
  beforeAll(async () => {
    copy = deskCopy();
    copy.edit('profile.rules.ts', 'wishes: everyoneInTheCase', 'wishes: everyoneButNav');
    for (const field of ['education', 'work', 'occupation', 'longTermGoal'])
      copy.edit(
        'profile.rules.ts',
        new RegExp(`(  Wishes: \\{[^}]*?    ${field}: )everyoneInTheCase`),
        '$1everyoneButNav',
      );
    copy.edit('promises.ts', /(NAV: \{[\s\S]*?) {10}'wishes',\n/, '$1');
    gateway = await startTestGateway('in-process', { shadow: shadowOf(candidateIn(copy.schema)) });
  });
  afterAll(async () => {
    await gateway.close();
    copy.remove();
  });

  const ask = (caller: string) =>
    gateway.ask(
      caller,
      caller === 'imdi' ? 'SETTLEMENT' : undefined,
      '{ persons(first: 5) { edges { node { name wishes { work } interests { description } } } } }',
    );
  const report = async (caller: string) => {
    const answer = await fetch(`${gateway.url}/shadow`, {
      headers: { authorization: `Bearer ${await gateway.token(caller)}` },
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('decides nothing, and counts where it would have decided otherwise, by field and party', async () => {
    const answers = [await ask('nav'), await ask('nav'), await ask('imdi')];
    for (const { data, errors } of answers) {
      expect(errors.map(({ extensions }) => extensions['coordinate'])).not.toContain('Person.wishes');
      expect(JSON.stringify(data)).toMatch(/"work":"\S/);
    }
    const { status, body } = await report('imdi');
    expect(status).toBe(200);
    const of = (coordinate: string) => ({
      coordinate,
      party: 'NAV',
      purpose: 'EMPLOYMENT_GUIDANCE',
      clearances: [],
      enforced: 'allow',
      candidate: 'deny',
      requests: 2,
    });
    expect(body).toEqual({
      candidate: expect.stringMatching(/^[0-9a-f]{12}$/),
      requests: 3,
      otherwise: [of('Person.wishes'), of('Wishes.work')],
    });
  });

  it('counts what lies beneath a field that is refused today as well', async () => {
    const opening = deskCopy();
    const everyone = (field: RegExp) => opening.edit('profile.rules.ts', field, '$1everyoneInTheCase');
    everyone(/(\n {4}interests: )\w+/);
    everyone(/(Interest: \{[^}]*?description: )\w+/);
    opening.edit('promises.ts', /(NAV: \{[\s\S]*?)( {10}'wishes',\n)/, "$1$2          'interests',\n");
    const shadow = shadowOf(candidateIn(opening.schema));
    const shadowed = await startTestGateway('in-process', { shadow });
    await shadowed.ask(
      'nav',
      undefined,
      '{ persons(first: 1) { edges { node { interests { description } } } } }',
    );
    await shadowed.close();
    opening.remove();
    expect(shadow.report().otherwise.map(({ coordinate }) => coordinate)).toEqual([
      'Person.interests',
      'Interest.description',
    ]);
  });

  it('is reported to IMDi alone', async () => {
    expect((await report('nav')).status).toBe(403);
    expect((await fetch(`${gateway.url}/shadow`)).status).toBe(401);
  });

  it('is refused when it is not whole, with what is wrong in its own folder', () => {
    const broken = deskCopy();
    const folder = fileURLToPath(broken.schema);
    const refusal = () => {
      try {
        candidateIn(broken.schema);
      } catch (error) {
        if (error instanceof PolicyMistakes) return error.message;
      }
      return undefined;
    };
    broken.edit('profile.rules.ts', 'interests: everyoneButNav', 'interests: everyoneInTheCase');
    expect(refusal()).toMatch(new RegExp(`^The policy is not whole:\n${folder}profile\\.rules\\.ts:\\d+ `));
    expect(refusal()).not.toContain(' schema/profile');
    // The SDL is the one in force.
    broken.edit('settlement.rules.ts', '    assignedAt: everyoneInTheCase,\n', '');
    expect(refusal()).toMatch(
      new RegExp(
        `schema/settlement\\.graphql:\\d+ .* has no rule, .*: add a line for it to ${folder}settlement\\.rules\\.ts`,
      ),
    );
    broken.remove();
  });
});
