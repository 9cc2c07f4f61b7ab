import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { receptionCentres, resetDatabase } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { codes, dufNumberOf, imdi } from '../support/registering.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const settling: Caller = { ...imdi, purpose: 'SETTLEMENT', officer: 'officer-of-the-test' };
const host = (city: string) => rowCallers[`${city} as host`] as Caller;

const arna = { id: 1, name: 'Arna mottak', municipality: '4601', places: 180 };
const torshov = { id: 2, name: 'Torshov mottak', municipality: '0301', places: 260 };
const bergen = {
  municipality: '4601',
  places: 300,
  labourDemand: { '22': 3, '51': 1 },
  education: ['PRIMARY_FOR_ADULTS', 'VOCATIONAL'],
  languages: ['tir', 'ukr'],
  meets: ['KINDERGARTEN'],
};
const utsira = {
  municipality: '1151',
  places: 2,
  labourDemand: {},
  education: [],
  languages: [],
  meets: [],
};
const everything = { receptionCentres: [arna, torshov], offers: [bergen, utsira] };

const command = fileURLToPath(new URL('../../subgraphs/settlement/dist/places-command.js', import.meta.url));
let folder: string;
let database: ScratchDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kompass-places-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = async (file: string) => {
  const child = spawn(process.execPath, [command, 'load', file], {
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, NODE_ENV: 'production' },
  });
  const [told, mistaken, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  const [, ...mistakes] = mistaken.trimEnd().split('\n');
  return { status, said: told.split('\n'), mistakes };
};
const load = async (content: unknown) => {
  const file = join(folder, 'places.json');
  const isWritten = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(file, isWritten ? content : JSON.stringify(content));
  return run(file);
};
/** Loads what is right. */
const loaded = async (content: unknown) => {
  const { status, said, mistakes } = await load(content);
  expect([status, ...mistakes]).toEqual([0]);
  return said;
};
/** All rows, each with the transaction that wrote it. */
const held = async () => [
  await database.owner`select xmin::text, * from settlement.reception_centre order by id`,
  await database.owner`select xmin::text, * from settlement.municipality_offer order by municipality_number`,
];

describe('places that an operator loads', () => {
  beforeEach(async () => {
    database = await scratchDatabase({ persons: 0 });
  });
  afterEach(() => database.drop());

  const admit = async (gateway: TestGateway, nth: number): Promise<string> => {
    const { data } = await gateway.askAs(
      imdi,
      'mutation ($input: AdmitPersonInput!) { admitPerson(input: $input) { person { id } } }',
      {
        input: {
          dufNumber: dufNumberOf(nth),
          entry: 'TYPED',
          name: 'Olena Koval',
          birthDate: '1990-05-17',
          gender: 'FEMALE',
          citizenships: ['UA'],
        },
      },
    );
    return data.admitPerson.person.id;
  };
  /** Moves, and answers what is wrong. */
  const move = async (gateway: TestGateway, personId: string, receptionCentre: number) => {
    const { data } = await gateway.askAs(
      settling,
      `mutation ($input: ReceptionCentreMoveInput!) { moveToReceptionCentre(input: $input) {
        problems { path code message } } }`,
      { input: { personId, receptionCentre } },
    );
    return codes(data.moveToReceptionCentre.problems);
  };
  const withGateway = async (work: (gateway: TestGateway) => Promise<void>) => {
    const gateway = await startTestGateway('in-process', { databaseUrl: database.url, production: true });
    await work(gateway).finally(() => gateway.close());
  };

  it('come to life in a production database: somebody moves in, the host sees them, the advice ranks', () =>
    withGateway(async (gateway) => {
      const id = await admit(gateway, 1);
      await gateway.askAs(
        settling,
        `mutation { registerSettlementGrounds(input: { personId: "${id}", version: 1, needs: [KINDERGARTEN] }) { problems { code } } }`,
      );
      const advised = async () => {
        const { data } = await gateway.askAs(
          settling,
          `mutation { adviseSettlement(personId: "${id}") { settlement { matching { municipality { name } } } } }`,
        );
        return data.adviseSettlement.settlement.matching.map(
          ({ municipality }: { municipality: { name: string } }) => municipality.name,
        );
      };
      const seenBy = async (city: string) => {
        const { data } = await gateway.askAs(
          host(city),
          '{ municipality(number: "4601") { receptionCentres { name places } residents { edges { node { id } } } } }',
        );
        const { receptionCentres, residents } = data.municipality;
        return [receptionCentres, residents.edges.map(({ node }: { node: { id: string } }) => node.id)];
      };
      expect(await move(gateway, id, 1)).toEqual(['input.receptionCentre UNKNOWN_CODE']);
      expect(await seenBy('Bergen')).toEqual([[], []]);
      expect(await advised()).toEqual([]);

      expect(await loaded(everything)).toEqual([
        'Reception centres: 2 new, 0 changed, 0 unchanged, 0 removed.',
        'Offers: 2 new, 0 changed, 0 unchanged, 0 removed.',
        'A running Kompass advises by these offers from now on, and knows the reception centres within a minute.',
        '',
      ]);
      expect(await advised()).toEqual(['Bergen', 'Utsira']);
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
      try {
        expect(await move(gateway, id, 1)).toEqual([]);
        expect(await seenBy('Bergen')).toEqual([[{ name: arna.name, places: arna.places }], [id]]);
        expect(await seenBy('Oslo')).toEqual([[{ name: arna.name, places: arna.places }], []]);
      } finally {
        vi.useRealTimers();
      }
    }));

  it('are loaded before anything was ever started', async () => {
    await resetDatabase(database.url);
    await loaded(everything);
    expect((await held()).map((rows) => rows.length)).toEqual([2, 2]);
  });

  it('are written once: the same file again, in whichever order, changes nothing', async () => {
    await loaded(everything);
    const before = await held();
    const said = await loaded({
      offers: [utsira, { ...bergen, languages: ['ukr', 'tir'], labourDemand: { '51': 1, '22': 3 } }],
      receptionCentres: [torshov, arna],
    });
    expect(said.slice(0, 2)).toEqual([
      'Reception centres: 0 new, 0 changed, 2 unchanged, 0 removed.',
      'Offers: 0 new, 0 changed, 2 unchanged, 0 removed.',
    ]);
    expect(await held()).toEqual(before);
  });

  it('are what the file says, no more and no fewer', async () => {
    await loaded(everything);
    const said = await loaded({
      receptionCentres: [{ ...arna, name: 'Arna og Åsane mottak', places: 200 }],
      offers: [
        { ...utsira, places: 3 },
        { ...bergen, municipality: '0301' },
      ],
    });
    expect(said.slice(0, 2)).toEqual([
      'Reception centres: 0 new, 1 changed, 0 unchanged, 1 removed.',
      'Offers: 1 new, 1 changed, 0 unchanged, 1 removed.',
    ]);
    expect(await held()).toMatchObject([
      [{ id: 1, name: 'Arna og Åsane mottak', municipality_number: '4601', places: 200 }],
      [
        {
          municipality_number: '0301',
          places: 300,
          labour_demand: bergen.labourDemand,
          languages: bergen.languages,
          synthetic: false,
        },
        { municipality_number: '1151', places: 3 },
      ],
    ]);
  });

  describe('of which somebody knows', () => {
    it('stay: who lives there, hidden or not, is counted, and nothing else of the file is done either', async () => {
      await loaded(everything);
      const before = await held();
      await withGateway(async (gateway) => {
        const [one, other] = [await admit(gateway, 1), await admit(gateway, 2)];
        for (const id of [one, other]) expect(await move(gateway, id, 2)).toEqual([]);
        await database.owner`insert into access.restriction (person_id, kind)
          values (${one}, 'RESTRICTION'), (${one}, 'PROTECTION')`;
      });
      const { status, said, mistakes } = await load({
        receptionCentres: [{ ...arna, places: 1 }],
        offers: [],
      });
      expect([status, ...said]).toEqual([1, '']);
      expect(mistakes).toEqual([
        'Reception centre 2, Torshov mottak: is not in the file, and it houses 2 persons. Keep it there; with 0 places it is closed, and nobody can be moved to it.',
      ]);
      expect(await held()).toEqual(before);
    });

    it('stay for whoever is just moving in', async () => {
      await loaded(everything);
      let id = '';
      await withGateway(async (gateway) => {
        id = await admit(gateway, 1);
      });
      const isHeldUp = async () => {
        const waiting = await database.owner`select from pg_stat_activity
          where application_name = 'kompass-places' and wait_event_type = 'Lock'`;
        return waiting.length > 0;
      };
      const loading = await database.owner.begin(async (moving) => {
        await moving`update settlement.person set reception_centre_id = 2 where id = ${id}`;
        const begun = load({ ...everything, receptionCentres: [arna] });
        await vi.waitUntil(isHeldUp, { timeout: 20_000, interval: 50 });
        return { begun };
      });
      expect((await loading.begun).mistakes).toEqual([expect.stringContaining('it houses 1 person.')]);
    });

    it('stay for the history, closed: with no places, nobody is moved to them', async () => {
      await loaded(everything);
      await withGateway(async (gateway) => {
        const id = await admit(gateway, 1);
        for (const centre of [1, 2]) expect(await move(gateway, id, centre)).toEqual([]);
      });
      const { mistakes } = await load({ ...everything, receptionCentres: [torshov] });
      expect(mistakes).toEqual([
        expect.stringMatching(/^Reception centre 1, Arna .* and the history of 1 person names it\./),
      ]);
      await loaded({ ...everything, receptionCentres: [{ ...arna, places: 0 }, torshov] });
      await withGateway(async (gateway) => {
        expect(await move(gateway, await admit(gateway, 2), 1)).toEqual(['input.receptionCentre NOT_NOW']);
      });
    });

    it('stay where they lie, for who sees the residents follows from it', async () => {
      await loaded(everything);
      const before = await held();
      const { status, mistakes } = await load({
        ...everything,
        receptionCentres: [{ ...arna, municipality: '0301' }, torshov],
      });
      expect([status, ...mistakes]).toEqual([
        1,
        'Reception centre 1, Arna mottak: lies in 4601, and is in 0301 in the file. Give the one in 0301 another id.',
      ]);
      expect(await held()).toEqual(before);
    });
  });
});

describe('places that are wrong', () => {
  let before: Awaited<ReturnType<typeof held>>;
  beforeAll(async () => {
    database = await scratchDatabase({ persons: 0 });
    await loaded(everything);
    before = await held();
  });
  afterAll(() => database.drop());

  it('are told all at once, by where they stand and what to write, and none is written', async () => {
    const { status, said, mistakes } = await load({
      receptionCentres: [
        { ...arna, id: 7, places: -3 },
        { ...torshov, id: 7, municipality: 4601, plases: 3 },
        'Fana mottak',
        { id: 40_000, name: ' Førde', municipality: '4699' },
      ],
      offers: [
        {
          ...bergen,
          labourDemand: { '2223': 1, '51': 4 },
          education: ['PHD'],
          languages: ['tir', 'ukrainsk', 'tir'],
          meets: ['HOUSE'],
        },
        { ...utsira, places: 1.5, meets: 'KINDERGARTEN' },
        { ...utsira, languages: [null], labourDemand: [] },
      ],
      comment: 'as of today',
    });
    expect([status, ...said]).toEqual([1, '']);
    const municipality =
      'must be the number of a municipality in schema/codes/municipalities.csv, such as "0301", and is';
    const [fana, forde] = ['receptionCentres, entry 3', 'receptionCentres, entry 4 (id 40000)'];
    const inBergen = 'offers, entry 1 (municipality "4601")';
    const [inUtsira, again] = [2, 3].map((nth) => `offers, entry ${nth} (municipality "1151")`);
    expect([...mistakes].sort()).toEqual(
      [
        'The file: "comment" is not known here. It takes receptionCentres, offers.',
        'receptionCentres, entry 1 (id 7), places: must be a whole number from 0 to 32767, and is -3.',
        'receptionCentres, entry 2 (id 7): entry 1 is id 7 as well. Leave one of them out.',
        `receptionCentres, entry 2 (id 7), municipality: ${municipality} 4601.`,
        'receptionCentres, entry 2 (id 7): "plases" is not known here. It takes id, name, municipality, places.',
        `${fana}: must be { "id": …, "name": …, "municipality": …, "places": … }, and is "Fana mottak".`,
        `${forde}, id: must be a whole number from 1 to 32767, and is 40000.`,
        `${forde}, name: must be a name of at most 100 characters in one line, with no blank around it, and is " Førde".`,
        `${forde}, municipality: ${municipality} "4699".`,
        `${forde}, places: must be a whole number from 0 to 32767, and is missing.`,
        `${inBergen}, labourDemand, "2223": is no group of occupations. It takes the two digits of one in schema/codes/occupations.csv, such as "22".`,
        `${inBergen}, labourDemand, "51": must be a whole number from 0 to 3, and is 4.`,
        `${inBergen}, education, entry 1 ("PHD"): must be one of PRIMARY_FOR_ADULTS, UPPER_SECONDARY, VOCATIONAL, HIGHER_EDUCATION, and is "PHD".`,
        `${inBergen}, languages, entry 2 ("ukrainsk"): must be a code of ISO 639-3, such as "tir", and is "ukrainsk".`,
        `${inBergen}, languages, entry 3 ("tir"): entry 1 is "tir" as well. Leave one of them out.`,
        `${inBergen}, meets, entry 1 ("HOUSE"): must be one of HOSPITAL_NEARBY, ACCESSIBLE_HOUSING, KINDERGARTEN, SPECIAL_EDUCATION, and is "HOUSE".`,
        `${inUtsira}, places: must be a whole number from 0 to 32767, and is 1.5.`,
        `${inUtsira}, meets: must be a list, [ … ], and is "KINDERGARTEN".`,
        `${again}: entry 2 is municipality "1151" as well. Leave one of them out.`,
        `${again}, languages, entry 1: must be a code of ISO 639-3, such as "tir", and is null.`,
        `${again}, labourDemand: must be { }, with a value for each key, and is [].`,
      ].sort(),
    );
    expect(await held()).toEqual(before);
  });

  it.each([
    ['no JSON', '{\n  "receptionCentres": [],\n}', /^Line 3: must be JSON\./],
    ['half of it', '{ "offers": [', /^The file: must be JSON\./],
    ['a list', '[]', /^The file: must be \{ "receptionCentres": …, "offers": … \}, and is \[\]\.$/],
    ['one list only', '{ "offers": [] }', /^receptionCentres: must be a list, .* and is missing\.$/],
    ['in Latin-1', Buffer.from('{ "name": "Førde" }', 'latin1'), /^The file: must be UTF-8/],
  ])('%s: is told, and nothing is removed', async (_what, content, mistake) => {
    const { status, mistakes } = await load(content);
    expect([status, ...mistakes]).toEqual([1, expect.stringMatching(mistake)]);
    expect(await held()).toEqual(before);
  });

  it('no such file: is told with the whole path', async () => {
    const { status, mistakes } = await run(join(folder, 'nowhere.json'));
    expect([status, ...mistakes]).toEqual([
      1,
      `${join(folder, 'nowhere.json')} cannot be read (ENOENT). Name the file that lists the places.`,
    ]);
  });
});

describe('places for a database of synthetic persons', () => {
  beforeAll(async () => {
    database = await scratchDatabase();
  });
  afterAll(() => database.drop());

  it('are refused, as the persons live elsewhere, and it is told how one without them is made', async () => {
    const before = await held();
    const { mistakes } = await load(everything);
    // Of 30 centres one is as in the file, one lies elsewhere, and 28 are not in it.
    expect(mistakes).toHaveLength(receptionCentres.length);
    expect(mistakes.at(-1)).toMatch(/filled with synthetic persons.*SEED_PERSONS=0 npm run reset/);
    expect(await held()).toEqual(before);
  });

  it('take the place of the synthetic offers where the centres stay, which is told', async () => {
    const said = await loaded({ receptionCentres, offers: [bergen] });
    expect(said).toEqual([
      'Reception centres: 0 new, 0 changed, 30 unchanged, 0 removed.',
      'Offers: 0 new, 1 changed, 0 unchanged, 356 removed.',
      'The 357 synthetic offers that the database was filled with are gone.',
      expect.stringContaining('A running Kompass'),
      '',
    ]);
  });
});
