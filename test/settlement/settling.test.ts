import { type Caller, municipalities } from '@kompass/schema';
import { weights } from '@kompass/settlement/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organisations } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const officer = 'officer-of-the-test';
const imdi: Caller = {
  party: 'IMDI',
  purpose: 'SETTLEMENT',
  clearances: [],
  organisation: organisations.imdi,
  officer,
};
const settler = (organisation: string): Caller => ({
  party: 'MUNICIPALITY',
  purpose: 'INTRODUCTION_PROGRAMME',
  clearances: [],
  organisation,
  officer,
});
const bergen = settler(organisations.bergen);
const stavanger = settler(municipalities().find(({ number }) => number === '1103')?.organisationNumber ?? '');
const centreOf = (organisation: string): Caller => ({
  party: 'CAREER_CENTRE',
  purpose: 'CAREER_GUIDANCE',
  clearances: [],
  organisation,
});
const oneself = (dufNumber: string): Caller => ({
  party: 'PERSON',
  purpose: 'DATA_SUBJECT_RIGHTS',
  clearances: [],
  dufNumber,
});
const today = new Date().toISOString().slice(0, 10);

describe('settling', () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let waiting: { id: string; duf: string; sections: number }[];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    waiting = await database.owner`
      select subject.id, duf_number as duf, cardinality(registered_sections)::int as sections
      from profile.person as subject join settlement.person as settler using (id)
      where settler.status = 'AT_RECEPTION_CENTRE' and not exists (
        select 1 from access.restriction as hidden where hidden.person_id = subject.id)
        and not exists (select 1 from settlement.family_member as member where member.person_id = subject.id)
        and not exists (select 1 from settlement.need where need.person_id = subject.id)
        and not exists (select 1 from settlement.network_tie as tie where tie.person_id = subject.id)
        and not exists (select 1 from access.relation as related
          where related.person_id = subject.id and related.kind = 'REFERRED')
      order by cardinality(registered_sections) desc, id`;
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const versionOf = async (id: string): Promise<number> =>
    (await database.owner`select version from settlement.person where id = ${id}`)[0]?.['version'] as number;
  const act = async (caller: Caller, name: string, id: string, input: object, language?: 'en') =>
    gateway.askAs(
      { ...caller, ...(language ? { language } : {}) },
      `mutation ($input: ${inputs[name]}!) { act: ${name}(input: $input) {
        person { id settlement { status version } } problems { path code message } warnings { code } } }`,
      { input: { personId: id, version: await versionOf(id), ...input } },
    );
  const sees = async (caller: Caller, id: string): Promise<boolean> =>
    (await gateway.askAs(caller, `{ person(id: "${id}") { id } }`)).data.person !== null;
  const take = (): { id: string; duf: string } => {
    const taken = waiting.shift();
    if (!taken) throw new Error('nobody waits any more');
    return taken;
  };
  /** Somebody who is settled in Bergen. */
  const settled = async () => {
    const person = take();
    await act(imdi, 'assignToMunicipality', person.id, { municipality: '4601', reason: 'Suits.' });
    await act(bergen, 'answerAssignment', person.id, { accepted: true });
    await act(imdi, 'confirmSettlement', person.id, { on: today });
    return person;
  };

  describe('the advice', () => {
    const advice = `settlement { matching { municipality { number } score reasons
      criteria { ground points outOf reason } } matchingBasis { madeBy weightsVersion dataVersion quality
      missing { section cost text } } }`;
    const advise = async (id: string) =>
      (await gateway.askAs(imdi, `mutation { adviseSettlement(personId: "${id}") { ${advice} } }`)).data
        .adviseSettlement.settlement;

    it('ranks municipalities with scores that their reasons add up to, the same each time', async () => {
      const { id } = take();
      const first = await advise(id);
      expect(first.matching).toHaveLength(weights.shown);
      for (const { score, criteria, reasons } of first.matching) {
        const points = criteria.map((each: { points: number }) => each.points);
        expect(points.reduce((sum: number, each: number) => sum + each, 0)).toBe(score);
        expect(reasons).toEqual(criteria.map(({ reason }: { reason: string }) => reason));
        expect(score).toBeLessThanOrEqual(100);
      }
      const scores = first.matching.map(({ score }: { score: number }) => score);
      expect(scores).toEqual([...scores].sort((one, other) => other - one));
      expect(first.matchingBasis.madeBy).toBe(officer);
      expect(await advise(id)).toEqual(first);
    });

    it('assigns nobody', async () => {
      const { id } = take();
      await advise(id);
      const [row] =
        await database.owner`select status, municipality_number from settlement.person where id = ${id}`;
      expect(row).toEqual({ status: 'AT_RECEPTION_CENTRE', municipality_number: null });
    });

    it('is worth less when the registration is incomplete, and says which section costs what', async () => {
      const incomplete = waiting.findIndex(({ sections }) => sections === 0);
      const [person] = waiting.splice(incomplete, 1);
      const { matchingBasis } = await advise(person?.id ?? '');
      expect(matchingBasis.missing.map(({ section }: { section: string }) => section)).toEqual([
        'WORK_EXPERIENCE',
        'EDUCATION',
        'LANGUAGES',
        'WISHES',
      ]);
      const costs = matchingBasis.missing.map(({ cost }: { cost: number }) => cost);
      expect(matchingBasis.quality).toBe(100 - costs.reduce((sum: number, cost: number) => sum + cost, 0));
      expect(matchingBasis.missing[0].text).toMatch(/ikke registrert arbeidserfaring.*satt ned med 20/);
    });

    it('is read by the person, in their language, and by no municipality, career centre or NAV', async () => {
      const { id, duf } = take();
      await advise(id);
      const query = '{ me { settlement { matching { score reasons } } } }';
      const { data } = await gateway.send(
        {
          authorization: `Bearer ${await gateway.issuer.mint({
            name: 'test',
            label: 'test',
            purposes: ['DATA_SUBJECT_RIGHTS'],
            claims: { duf, acr: 'idporten-loa-high' },
          })}`,
          'kompass-purpose': 'DATA_SUBJECT_RIGHTS',
          'accept-language': 'en',
        },
        { query },
      );
      expect(data.me.settlement.matching[0].reasons.join(' ')).toMatch(/places are free/);
      for (const caller of ['nav', 'career-centre', 'municipality'] as const) {
        const purpose = {
          nav: 'EMPLOYMENT_GUIDANCE',
          'career-centre': 'CAREER_GUIDANCE',
          municipality: 'INTRODUCTION_PROGRAMME',
        } as const;
        const { errors } = await gateway.ask(
          caller,
          purpose[caller],
          '{ persons(first: 1) { edges { node { settlement { matching { score } } } } } }',
        );
        expect(errors.map(({ extensions }) => extensions['coordinate'])).toEqual(['Settlement.matching']);
      }
    });

    it('looks at family and network when they are registered, and ranks for the family together', async () => {
      const [one, other] = [take(), take()];
      const { data } = await act(imdi, 'registerSettlementGrounds', one.id, {
        familyMembers: [other.id],
        children: 2,
        network: [{ municipality: '1103', kind: 'CLOSE_FAMILY' }],
        needs: ['HOSPITAL_NEARBY'],
      });
      expect(data.act.problems).toEqual([]);
      const settlement = await advise(one.id);
      const stavangers = settlement.matching.find(
        ({ municipality }: { municipality: { number: string } }) => municipality.number === '1103',
      );
      expect(stavangers.reasons).toContain('Nær familie bor i kommunen.');
      const ranking = async (id: string) =>
        (
          await gateway.askAs(
            imdi,
            `{ person(id: "${id}") { settlement { familyGroup { size children members { id } }
              matching { municipality { number } } } } }`,
          )
        ).data.person.settlement;
      const [mine, theirs] = [await ranking(one.id), await ranking(other.id)];
      expect(theirs.matching).toEqual(mine.matching);
      expect(mine.familyGroup).toMatchObject({ size: 4, children: 2 });
      expect(mine.familyGroup.members).toHaveLength(2);

      // Whoever decides on one of them is reminded of the others.
      const assign = async (id: string) =>
        (await act(imdi, 'assignToMunicipality', id, { municipality: '1103', reason: 'Family.' })).data.act
          .warnings;
      expect(await assign(one.id)).toEqual([{ code: 'NOT_NOW' }]);
      expect(await assign(other.id)).toEqual([]);
    });

    it('rests on what a named officer registers, as the history of everybody it is about says, and not what', async () => {
      const [one, other] = [take(), take()];
      const grounds = { familyMembers: [other.id], needs: ['HOSPITAL_NEARBY'] };
      const told = async (duf: string) =>
        (
          await gateway.askAs(
            oneself(duf),
            '{ me { settlement { needs history { kind officer organisation day reason municipality { number } } } } }',
          )
        ).data.me.settlement;
      const machine: Caller = { ...imdi, officer: '' };
      const { errors } = await act(machine, 'registerSettlementGrounds', one.id, grounds);
      expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['BAD_USER_INPUT']);
      expect(await told(one.duf)).toEqual({ needs: [], history: [] });

      const { data } = await act(imdi, 'registerSettlementGrounds', one.id, grounds);
      expect(data.act.problems).toEqual([]);
      const history = [
        {
          ...{ kind: 'GROUNDS', officer, organisation: organisations.imdi },
          ...{ day: null, reason: null, municipality: null },
        },
      ];
      expect(await told(one.duf)).toEqual({ needs: ['HOSPITAL_NEARBY'], history });
      expect(await told(other.duf)).toEqual({ needs: [], history });
    });

    it('tells everything that is wrong with what is to be registered at once', async () => {
      const { id } = take();
      const { data } = await act(imdi, 'registerSettlementGrounds', id, {
        children: 40,
        network: [
          { municipality: '9999', kind: 'FRIEND' },
          { municipality: '9999', kind: 'FRIEND' },
        ],
        needs: ['KINDERGARTEN', 'KINDERGARTEN'],
      });
      expect(data.act.person.id).toBe(id);
      expect(data.act.problems.map(({ code }: { code: string }) => code).sort()).toEqual([
        'DUPLICATE',
        'DUPLICATE',
        'OUT_OF_RANGE',
        'UNKNOWN_CODE',
        'UNKNOWN_CODE',
      ]);
    });
  });

  describe('the decision', () => {
    it('is warned of where the municipality is nobody that could call: it would not see the person, nor answer', async () => {
      const { id } = take();
      const { data } = await act(imdi, 'assignToMunicipality', id, {
        municipality: '1580',
        reason: 'Plass.',
      });
      expect(data.act).toMatchObject({ problems: [], warnings: [{ code: 'NOT_NOW' }] });
    });

    it('is a named officer’s: a machine’s call is refused', async () => {
      const { id } = take();
      const machine: Caller = { ...imdi, officer: '' };
      const { errors } = await act(machine, 'assignToMunicipality', id, {
        municipality: '4601',
        reason: 'Suits.',
      });
      expect(errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(errors[0]?.message).toMatch(/officer/);
      expect(await sees(bergen, id)).toBe(false);
    });

    it('needs a reason, and a municipality that there is', async () => {
      const { id } = take();
      const { data } = await act(imdi, 'assignToMunicipality', id, { municipality: '0000', reason: '  ' });
      expect(
        data.act.problems.map(({ path, code }: { path: string[]; code: string }) => [path.join('.'), code]),
      ).toEqual([
        ['input.municipality', 'UNKNOWN_CODE'],
        ['input.reason', 'REQUIRED'],
      ]);
      expect(data.act.problems[1].message).toBe('Skriv en begrunnelse. Personen får lese den.');
    });

    it('is not lost when two officers decide at once: the second meets a conflict with the version now', async () => {
      const { id } = take();
      const stale = await versionOf(id);
      const decide = (municipality: string) =>
        gateway.askAs(
          imdi,
          `mutation { act: assignToMunicipality(input: { personId: "${id}" municipality: "${municipality}"
            reason: "Suits." version: ${stale} }) { person { id } } }`,
        );
      const answers = await Promise.all([decide('4601'), decide('1103')]);
      const conflicts = answers.flatMap(({ errors }) => errors);
      expect(conflicts.map(({ extensions }) => extensions['code'])).toEqual(['CONFLICT']);
      expect(conflicts[0]?.extensions['currentVersion']).toBe(stale + 1);
      expect([await sees(bergen, id), await sees(stavanger, id)].filter(Boolean)).toHaveLength(1);
    });

    it('stands in the history with where the advice had it, for the person to read', async () => {
      const { id, duf } = take();
      const { data: advised } = await gateway.askAs(
        imdi,
        `mutation { adviseSettlement(personId: "${id}") { settlement { matching { municipality { number } score } } } }`,
      );
      const second = advised.adviseSettlement.settlement.matching[1];
      await act(imdi, 'assignToMunicipality', id, {
        municipality: second.municipality.number,
        reason: 'Has asked for it.',
      });
      const { data } = await gateway.askAs(
        oneself(duf),
        '{ me { settlement { history { kind reason officer advisedRank advisedScore municipality { number } } } } }',
      );
      expect(data.me.settlement.history).toEqual([
        {
          kind: 'ASSIGNED',
          reason: 'Has asked for it.',
          officer,
          advisedRank: 2,
          advisedScore: second.score,
          municipality: second.municipality,
        },
      ]);
    });
  });

  describe('the municipality', () => {
    it('accepts, says when the person moves in, and then sees the person settled', async () => {
      const { id } = take();
      await act(imdi, 'assignToMunicipality', id, { municipality: '4601', reason: 'Suits.' });
      expect((await act(bergen, 'answerAssignment', id, { accepted: true })).data.act.problems).toEqual([]);
      const moving = await act(bergen, 'agreeMovingDate', id, { on: today });
      expect(moving.data.act.person.settlement.status).toBe('ACCEPTED');
      const confirmed = await act(imdi, 'confirmSettlement', id, { on: today });
      expect(confirmed.data.act.person.settlement.status).toBe('SETTLED');
      expect(await sees(bergen, id)).toBe(true);
    });

    it('refuses with a reason only, and sees the person no more from then on', async () => {
      const { id, duf } = take();
      await act(imdi, 'assignToMunicipality', id, { municipality: '4601', reason: 'Suits.' });
      const unreasoned = await act(bergen, 'answerAssignment', id, { accepted: false });
      expect(unreasoned.data.act.problems[0].code).toBe('REQUIRED');
      expect(await sees(bergen, id)).toBe(true);
      const refusal = await act(bergen, 'answerAssignment', id, { accepted: false, reason: 'No dwelling.' });
      expect(refusal.data.act).toEqual({ person: null, problems: [], warnings: [] });
      expect(await sees(bergen, id)).toBe(false);
      const { data } = await gateway.askAs(
        oneself(duf),
        '{ me { settlement { status municipality { number } history { kind reason } } } }',
      );
      expect(data.me.settlement).toMatchObject({ status: 'AT_RECEPTION_CENTRE', municipality: null });
      expect(data.me.settlement.history[0]).toEqual({ kind: 'REFUSED', reason: 'No dwelling.' });
    });

    it('answers for nobody else’s persons', async () => {
      const { id } = take();
      await act(imdi, 'assignToMunicipality', id, { municipality: '4601', reason: 'Suits.' });
      const { errors } = await act(stavanger, 'answerAssignment', id, { accepted: true });
      expect(errors[0]?.extensions['code']).toBe('NOT_FOUND');
    });

    it('must have accepted before anybody is settled there', async () => {
      const { id } = take();
      await act(imdi, 'assignToMunicipality', id, { municipality: '4601', reason: 'Suits.' });
      const { data } = await act(imdi, 'confirmSettlement', id, { on: today });
      expect(data.act.problems[0].code).toBe('NOT_NOW');
    });
  });

  it('nobody is settled, or moves on, on a day that has not been or was before it was decided', async () => {
    const { id } = take();
    await act(imdi, 'assignToMunicipality', id, { municipality: '4601', reason: 'Suits.' });
    await act(bergen, 'answerAssignment', id, { accepted: true });
    const problemsOn = async (name: string, on: string, input = {}) =>
      (await act(imdi, name, id, { on, ...input })).data.act.problems.map(
        ({ path, code }: { path: string[]; code: string }) => [path.join('.'), code],
      );
    const refused = [['input.on', 'IMPLAUSIBLE_DATE']];
    for (const day of ['2099-01-01', '2000-01-01'])
      expect(await problemsOn('confirmSettlement', day)).toEqual(refused);
    expect(await problemsOn('confirmSettlement', today)).toEqual([]);
    for (const day of ['2099-01-01', '2000-01-01'])
      expect(await problemsOn('moveToAnotherMunicipality', day, { municipality: '1103' })).toEqual(refused);
  });

  it('a move to another county shows the person there, and hides them from the old one at once', async () => {
    const { id } = await settled();
    const vestland = centreOf(organisations.vestland);
    const rogaland = centreOf(organisations.rogaland);
    const seen = () => Promise.all([bergen, vestland, stavanger, rogaland].map((caller) => sees(caller, id)));
    expect(await seen()).toEqual([true, true, false, false]);
    const { data } = await act(imdi, 'moveToAnotherMunicipality', id, {
      municipality: '1103',
      on: today,
      reason: 'Work.',
    });
    expect(data.act.problems).toEqual([]);
    expect(await seen()).toEqual([false, false, true, true]);
  });

  describe('a move to a reception centre', () => {
    it('is a named officer’s, and stands in the history for the person to read', async () => {
      const { id, duf } = take();
      const machine = await act({ ...imdi, officer: '' }, 'moveToReceptionCentre', id, {
        receptionCentre: 1,
      });
      expect(machine.errors[0]?.extensions['code']).toBe('BAD_USER_INPUT');
      expect(machine.errors[0]?.message).toMatch(/officer/);
      await act(imdi, 'moveToReceptionCentre', id, { receptionCentre: 1 });
      const { data } = await gateway.askAs(
        oneself(duf),
        '{ me { settlement { receptionCentre { id } history { kind officer receptionCentre { id } } } } }',
      );
      expect(data.me.settlement).toEqual({
        receptionCentre: { id: 1 },
        history: [{ kind: 'RECEPTION_CENTRE', officer, receptionCentre: { id: 1 } }],
      });
    });

    it('says what is wrong with it, and whom it is about: no such centre, or a settled person', async () => {
      const { id } = await settled();
      const { data } = await act(imdi, 'moveToReceptionCentre', id, { receptionCentre: 99_999 });
      expect(data.act.person).toMatchObject({ id, settlement: { status: 'SETTLED' } });
      expect(
        data.act.problems.map(({ path, code }: { path: string[]; code: string }) => [path.join('.'), code]),
      ).toEqual([
        ['input.receptionCentre', 'UNKNOWN_CODE'],
        ['input.personId', 'NOT_NOW'],
      ]);
    });

    it('does not move who is restricted, whatever the purpose', async () => {
      const { id } = take();
      await database.owner`insert into access.restriction (person_id, kind) values (${id}, 'RESTRICTION')`;
      const centre = async () =>
        (await database.owner`select reception_centre_id as id from settlement.person where id = ${id}`)[0]?.[
          'id'
        ];
      const before = await centre();
      const move = { receptionCentre: before === 1 ? 2 : 1 };
      const officers: Caller[] = [
        imdi,
        { ...imdi, purpose: 'REGISTRATION' },
        { ...imdi, purpose: 'DATA_SUBJECT_RIGHTS', clearances: ['PRIVACY_OFFICER'] },
      ];
      const codes = [];
      for (const each of officers)
        codes.push((await act(each, 'moveToReceptionCentre', id, move)).errors[0]?.extensions['code']);
      expect(codes).toEqual(['NOT_FOUND', 'FORBIDDEN', 'FORBIDDEN']);
      expect(await centre()).toBe(before);
    });
  });

  describe('a family, one of whom restricts all use', () => {
    const family = 'familyGroup { size children members { id } }';
    const hide = (id: string) =>
      database.owner`insert into access.restriction (person_id, kind) values (${id}, 'RESTRICTION')`;
    const asSeen = async (id: string) =>
      (await gateway.askAs(imdi, `{ person(id: "${id}") { settlement { ${family} } } }`)).data.person
        ?.settlement.familyGroup;
    const asTold = async (duf: string) =>
      (await gateway.askAs(oneself(duf), `{ me { settlement { ${family} } } }`)).data.me.settlement
        .familyGroup;

    it('of two, the other looks as somebody who has no family, and is told themself that they are two', async () => {
      const [one, other, alone] = [take(), take(), take()];
      await act(imdi, 'registerSettlementGrounds', one.id, { familyMembers: [other.id] });
      expect(await asSeen(one.id)).toMatchObject({ size: 2, children: 0 });
      await hide(other.id);
      expect(await asSeen(one.id)).toEqual(await asSeen(alone.id));
      expect(await asSeen(one.id)).toBeNull();
      expect(await asTold(one.duf)).toEqual({ size: 2, children: 0, members: [{ id: one.id }] });
      expect(await asTold(other.duf)).toEqual({ size: 2, children: 0, members: [{ id: other.id }] });
      expect(await asTold(alone.duf)).toBeNull();
    });

    it('of three, the others look as a family of two, with the children counted with those seen', async () => {
      const [one, other, hidden] = [take(), take(), take()];
      await act(imdi, 'registerSettlementGrounds', hidden.id, {
        familyMembers: [one.id, other.id],
        children: 2,
      });
      await act(imdi, 'registerSettlementGrounds', one.id, { children: 1 });
      await hide(hidden.id);
      const members = [one.id, other.id].sort().map((id) => ({ id }));
      expect(await asSeen(one.id)).toEqual({ size: 3, children: 1, members });
      expect(await asTold(one.duf)).toEqual({ size: 6, children: 3, members: [{ id: one.id }] });
    });

    it('and nobody counts another’s family, whatever a resolver would ask', async () => {
      const [one, other] = [take(), take()];
      await act(imdi, 'registerSettlementGrounds', one.id, { familyMembers: [other.id] });
      const counted = (party: string, duf: string) =>
        database.owner.begin(async (sql) => {
          await sql`set local role kompass_settlement`;
          await sql`select set_config('kompass.party', ${party}, true), set_config('kompass.duf_number', ${duf}, true),
            set_config('kompass.purpose', 'SETTLEMENT', true), set_config('kompass.organisation', ${organisations.imdi}, true),
            set_config('kompass.clearances', '', true)`;
          return sql`select person_id as id, size from settlement.own_family(${[one.id, other.id]})`;
        });
      expect([...(await counted('PERSON', one.duf))]).toEqual([{ id: one.id, size: 2 }]);
      expect([...(await counted('IMDI', ''))]).toEqual([]);
    });
  });

  it('a family member whom there is not, or who is hidden, is a problem of that entry', async () => {
    const [one, other, hidden] = [take(), take(), take()];
    await database.owner`insert into access.restriction (person_id, kind) values (${hidden.id}, 'RESTRICTION')`;
    const { data, errors } = await act(imdi, 'registerSettlementGrounds', one.id, {
      familyMembers: ['00000000-0000-4000-8000-000000000000', other.id, hidden.id, 'x'],
    });
    expect(errors).toEqual([]);
    const { problems } = data.act;
    expect(
      problems.map(({ path, code }: { path: string[]; code: string }) => [path.join('.'), code]),
    ).toEqual([0, 2, 3].map((at) => [`input.familyMembers.${at}`, 'UNKNOWN_CODE']));
    expect(new Set(problems.map(({ message }: { message: string }) => message)).size).toBe(1);
  });

  describe('programmes', () => {
    const programme = {
      endGoal: 'Arbeid som kokk',
      content: ['NORWEGIAN', 'SOCIAL_STUDIES', 'LIFE_SKILLS', 'WORK_PRACTICE'],
      norwegianGoal: 'B1',
      from: '2027-01-04',
      to: '2027-12-31',
    };
    /** What is wrong with a programme that lasts until a day. */
    const lastingUntil =
      (caller: Caller, name: string, id: string, input: object) =>
      async (to: string): Promise<string[]> =>
        (await act(caller, name, id, { ...input, to })).data.act.problems.map(
          ({ code }: { code: string }) => code,
        );

    it('are proposed from the competence with their reasons and sources, beside what the municipality decides', async () => {
      const { id } = await settled();
      const proposed = `{ endGoal content norwegianGoal months extendableBy reasons { text source } }`;
      const before = await gateway.askAs(
        bergen,
        `{ person(id: "${id}") { settlement { proposedIntroductionProgramme ${proposed} } } }`,
      );
      const proposal = before.data.person.settlement.proposedIntroductionProgramme;
      expect(proposal.content).toEqual(
        expect.arrayContaining(['NORWEGIAN', 'SOCIAL_STUDIES', 'LIFE_SKILLS']),
      );
      expect(proposal.months).toBeGreaterThanOrEqual(3);
      expect(proposal.months + proposal.extendableBy).toBeLessThanOrEqual(48);
      expect(proposal.reasons[0].source).toBe('integreringsloven §§ 13 og 16');

      const { data } = await act(bergen, 'saveIntroductionProgramme', id, programme);
      expect(data.act.problems).toEqual([]);
      const decided = await gateway.askAs(
        bergen,
        `{ person(id: "${id}") { settlement { introductionProgramme { endGoal proposal ${proposed} } } } }`,
      );
      expect(decided.data.person.settlement.introductionProgramme).toEqual({
        endGoal: 'Arbeid som kokk',
        proposal,
      });
    });

    it('are not proposed from the family, which is registered to find a municipality and for nothing else', async () => {
      const { id } = await settled();
      const proposed = async () => {
        const { data, errors } = await gateway.askAs(
          bergen,
          `{ person(id: "${id}") { settlement {
            proposedIntroductionProgramme { endGoal content norwegianGoal months reasons { text } } } } }`,
        );
        expect(errors).toEqual([]);
        return data.person.settlement.proposedIntroductionProgramme;
      };
      const before = await proposed();
      const { data } = await act(imdi, 'registerSettlementGrounds', id, { children: 3 });
      expect(data.act.problems).toEqual([]);
      expect(await proposed()).toEqual(before);
    });

    it('have what the law wants in them, and last as long as it allows', async () => {
      const { id } = await settled();
      const { data } = await act(bergen, 'saveIntroductionProgramme', id, {
        ...programme,
        endGoal: ' ',
        content: ['WORK_PRACTICE', 'WORK_PRACTICE'],
        to: '2027-02-01',
      });
      const problems = data.act.problems.map(({ path, code }: { path: string[]; code: string }) => [
        path[1],
        code,
      ]);
      expect(problems).toEqual([
        ['endGoal', 'REQUIRED'],
        ['content', 'DUPLICATE'],
        ['content', 'REQUIRED'],
        ['content', 'REQUIRED'],
        ['content', 'REQUIRED'],
        ['to', 'IMPLAUSIBLE_DATE'],
      ]);
      const lasting = lastingUntil(bergen, 'saveIntroductionProgramme', id, programme);
      for (const to of ['2027-04-03', '2031-01-05']) expect(await lasting(to)).toEqual(['IMPLAUSIBLE_DATE']);
      for (const to of ['2027-04-04', '2031-01-04']) expect(await lasting(to)).toEqual([]);
    });

    it('may last the shortest time there is also when that ends in a shorter month', async () => {
      const { id } = await settled();
      const from = '2026-11-30';
      const lasting = lastingUntil(bergen, 'saveIntroductionProgramme', id, { ...programme, from });
      expect(await lasting('2027-02-27')).toEqual(['IMPLAUSIBLE_DATE']);
      expect(await lasting('2027-02-28')).toEqual([]);
    });

    it('the host municipality gives the full-time programme, for two years at most, and no other', async () => {
      const { id } = take();
      expect(
        (await act(imdi, 'moveToReceptionCentre', id, { receptionCentre: 1 })).data.act.problems,
      ).toEqual([]);
      const host: Caller = { ...bergen, purpose: 'FULL_TIME_PROGRAMME' };
      const full = {
        endGoal: 'Norsk på A1',
        content: ['NORWEGIAN', 'WORK_PRACTICE'],
        from: '2026-12-01',
        to: '2027-03-01',
      };
      const lasting = lastingUntil(host, 'saveFullTimeProgramme', id, full);
      for (const to of ['2026-11-30', '2028-12-02']) expect(await lasting(to)).toEqual(['IMPLAUSIBLE_DATE']);
      for (const to of ['2028-12-01', full.to]) expect(await lasting(to)).toEqual([]);
      const { data } = await gateway.askAs(
        host,
        `{ person(id: "${id}") { settlement { fullTimeProgramme { endGoal content proposal { content } } } } }`,
      );
      expect(data.person.settlement.fullTimeProgramme).toMatchObject({
        endGoal: 'Norsk på A1',
        content: ['NORWEGIAN', 'WORK_PRACTICE'],
      });
      const elsewhere = await act(
        { ...stavanger, purpose: 'FULL_TIME_PROGRAMME' },
        'saveFullTimeProgramme',
        id,
        full,
      );
      expect(elsewhere.errors[0]?.extensions['code']).toBe('NOT_FOUND');
      const settlers = await act(bergen, 'saveFullTimeProgramme', id, full);
      expect(settlers.errors[0]?.extensions['code']).toBe('FORBIDDEN');
    });
  });
});

const inputs: Readonly<Record<string, string>> = {
  registerSettlementGrounds: 'SettlementGroundsInput',
  assignToMunicipality: 'AssignmentInput',
  answerAssignment: 'AssignmentAnswerInput',
  agreeMovingDate: 'MovingDateInput',
  moveToReceptionCentre: 'ReceptionCentreMoveInput',
  confirmSettlement: 'SettledInput',
  moveToAnotherMunicipality: 'SecondaryMoveInput',
  saveIntroductionProgramme: 'IntroductionProgrammeInput',
  saveFullTimeProgramme: 'FullTimeProgrammeInput',
};
