import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { codes, counsellor, imdi, type Newcomer, newcomer, save } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

let database: ScratchDatabase;
let gateway: TestGateway;
let someone: Newcomer;
let made = 0;
beforeAll(async () => {
  database = await scratchDatabase({ empty: true });
  gateway = await startTestGateway('in-process', {
    databaseUrl: database.url,
    clock: () => new Date('2026-11-20T10:00:00Z'),
  });
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});
beforeEach(async () => {
  made += 1;
  someone = await newcomer(database, made);
});
const interests = async () =>
  (await gateway.askAs(someone.themself, '{ me { interests { description counsellorNote } } }')).data.me
    .interests;

describe('a counsellor’s note', () => {
  it('supplements an item, and is for counsellors alone to write', async () => {
    const content = [{ description: 'Sjakk', counsellorNote: 'Har meldt seg inn i klubben.' }];
    const own = await save(gateway, someone.themself, someone, 'interests', { content });
    expect(codes(own.saved.problems)).toEqual(['input.interests.0.counsellorNote NOT_YOURS']);
    for (const [at, caller] of [counsellor, imdi].entries()) {
      const helped = await save(gateway, caller, someone, 'interests', { content, expectedVersion: at });
      expect(helped.saved.version).toBe(at + 1);
    }
    expect(await interests()).toEqual(content);
  });

  it('stays with its item when the person saves the section anew, also when the item is corrected', async () => {
    await save(gateway, counsellor, someone, 'interests', {
      content: [
        { description: 'Sjakk', counsellorNote: 'Spiller hver dag.' },
        { description: 'Foto', counsellorNote: 'Har kamera.' },
      ],
    });
    const { saved } = await save(gateway, someone.themself, someone, 'interests', {
      expectedVersion: 1,
      content: [
        { description: 'Fotografering', corrects: 1, counsellorNote: null },
        { description: 'Dans' },
        { description: 'Sjakk' },
      ],
    });
    expect(saved.version).toBe(2);
    expect(await interests()).toEqual([
      { description: 'Fotografering', counsellorNote: 'Har kamera.' },
      { description: 'Dans', counsellorNote: null },
      { description: 'Sjakk', counsellorNote: 'Spiller hver dag.' },
    ]);
    const wrong = await save(gateway, counsellor, someone, 'interests', {
      expectedVersion: 2,
      content: [
        { description: 'A', corrects: 3 },
        { description: 'B', corrects: 0 },
        { description: 'C', corrects: 0 },
      ],
    });
    expect(codes(wrong.saved.problems)).toEqual([
      'input.interests.0.corrects OUT_OF_RANGE',
      'input.interests.2.corrects DUPLICATE',
    ]);
  });

  it('is not lost with an item unawares, and is removed when the counsellor empties it', async () => {
    await save(gateway, counsellor, someone, 'interests', {
      content: [{ description: 'Sjakk', counsellorNote: 'Spiller hver dag.' }],
    });
    const content = [{ description: 'Sjakkspill' }];
    const held = await save(gateway, someone.themself, someone, 'interests', { content, expectedVersion: 1 });
    expect(held.saved).toMatchObject({ version: null, problems: [] });
    expect(codes(held.saved.warnings)).toEqual(['input.interests NOTE_REMOVED']);
    expect(await interests()).toHaveLength(1);
    const [, told] = /«corrects: (\d+)»/.exec(held.saved.warnings[0].message) ?? [];
    const corrected = await save(gateway, someone.themself, someone, 'interests', {
      content: [{ description: 'Sjakkspill', corrects: Number(told) }],
      expectedVersion: 1,
    });
    expect(corrected.saved).toMatchObject({ version: 2, warnings: [] });
    expect(await interests()).toEqual([{ description: 'Sjakkspill', counsellorNote: 'Spiller hver dag.' }]);
    const emptied = await save(gateway, counsellor, someone, 'interests', {
      content: [{ description: 'Sjakk', corrects: 0, counsellorNote: ' ' }],
      expectedVersion: 2,
    });
    expect(emptied.saved.version).toBe(3);
    expect(await interests()).toEqual([{ description: 'Sjakk', counsellorNote: null }]);
  });

  it('of the wishes stays when the person wishes otherwise', async () => {
    await save(gateway, counsellor, someone, 'wishes', {
      content: { work: 'Bake', counsellorNote: 'Bør få besøke et bakeri.' },
    });
    await save(gateway, someone.themself, someone, 'wishes', {
      content: { work: 'Lage mat' },
      expectedVersion: 1,
    });
    const { data } = await gateway.askAs(someone.themself, '{ me { wishes { work counsellorNote } } }');
    expect(data.me.wishes).toEqual({ work: 'Lage mat', counsellorNote: 'Bør få besøke et bakeri.' });
  });
});

describe('free text that tells too much', () => {
  const flagged = {
    IDENTIFYING_NUMBER: [
      // A national identity number and a D-number of people born in 2039, and numbers of test persons and hospitals.
      'Fødselsnummer 17013990042',
      'D-nummer 57013990036.',
      'Nr. 109155 96784',
      '(13527248013)',
      'DUF 200205705502',
      'Se 2002 0570 5502',
    ],
    HEALTH_INFORMATION: [
      'Har diagnosen PTSD',
      'Sliter med angst og søvnvansker',
      'Kronisk sykdom i ryggen',
      'She is pregnant',
      'Uses a wheelchair',
      'Er sykmeldt til våren',
    ],
  };
  const fine = [
    'Arbeidet som sykepleier på sykehuset i Kyiv',
    'Telefon 55 55 55 55, ring etter klokken 12',
    'Arbeidet fra 2010 til 2015 og fra 2016 til 2021',
    'Ordrenummer 12345678901',
    'Lege med spesialisering i indremedisin',
    'Fagbrev i helsearbeiderfaget',
  ];

  it.each(['tasks', 'counsellorNote'] as const)('is held back in %s, and nothing else is', async (field) => {
    const texts = [...flagged.IDENTIFYING_NUMBER, ...flagged.HEALTH_INFORMATION, ...fine];
    const content = texts.map((text, at) => ({
      occupation: '2411',
      country: 'UA',
      from: `2013-01-${String(at + 1).padStart(2, '0')}`,
      [field]: text,
    }));
    const { saved } = await save(gateway, counsellor, someone, 'workExperience', { content });
    expect(codes(saved.warnings).sort()).toEqual(
      [
        ...flagged.IDENTIFYING_NUMBER.map(
          (_, at) => `input.workExperience.${at}.${field} IDENTIFYING_NUMBER`,
        ),
        ...flagged.HEALTH_INFORMATION.map(
          (_, at) =>
            `input.workExperience.${at + flagged.IDENTIFYING_NUMBER.length}.${field} HEALTH_INFORMATION`,
        ),
      ].sort(),
    );
    expect(saved).toMatchObject({ version: null, problems: [], acknowledgement: expect.any(String) });
  });

  it('is saved once the warning is acknowledged, for just that content', async () => {
    const key = 'the-same-key-all-along';
    const risky = [{ description: 'Sjakk', counsellorNote: 'Spiller for å glemme angst.' }];
    const held = await save(gateway, counsellor, someone, 'interests', { key, content: risky });
    expect(await interests()).toEqual([]);
    const other = [{ description: 'Sjakk', counsellorNote: 'Spiller for å glemme angst, og er gravid.' }];
    const acknowledged = held.saved.acknowledgement;
    const changed = await save(gateway, counsellor, someone, 'interests', {
      key,
      content: other,
      acknowledged,
    });
    expect(codes(changed.saved.warnings)).toEqual(['input.interests.0.counsellorNote HEALTH_INFORMATION']);
    expect(await interests()).toEqual([]);
    const saved = await save(gateway, counsellor, someone, 'interests', {
      key,
      content: risky,
      acknowledged,
    });
    expect(saved.saved).toMatchObject({ version: 1, warnings: [] });
    expect(await interests()).toEqual(risky);
  });

  it('waits for the problems to be mended first', async () => {
    const { saved } = await save(gateway, counsellor, someone, 'interests', {
      content: [{ description: 'Har diabetes' }, { description: '' }],
    });
    expect(codes(saved.problems)).toEqual(['input.interests.1.description REQUIRED']);
    expect(saved.warnings).toEqual([]);
  });

  it('never comes back in a message', async () => {
    const { saved } = await save(gateway, counsellor, someone, 'interests', {
      content: [{ description: 'DUF 200205705502 og diabetes' }],
    });
    const told = JSON.stringify(saved.warnings);
    expect(told).not.toContain('200205705502');
    expect(told).not.toContain('diabetes');
  });
});
