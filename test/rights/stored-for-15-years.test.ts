import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { consent } from '@kompass/consent';
import { rooms } from '@kompass/gateway';
import { createLog, type OpenRoom, openRoom, startDuties } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { personalTables, rowsHeld } from '../support/personal-tables.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const log = createLog('test', 'silent', true);
const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;

describe('data is stored for 15 years at most', { timeout: 120_000 }, () => {
  let database: ScratchDatabase;
  let gateway: TestGateway;
  let room: OpenRoom;
  let now = new Date('2026-11-24T01:00:00Z');
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url, duties: true });
    room = openRoom(consent, database.url, log, { clock: () => now });
  });
  afterAll(async () => {
    await room.close();
    await gateway.close();
    await database.drop();
  });

  const reportOf = async (at: string) => {
    now = new Date(at);
    await room.duties.find(({ name }) => name === 'storage-limit')?.run();
    const [report] = (
      await gateway.askAs(
        officer,
        '{ retentionRuns(first: 500) { ranAt due begun heldForDemand heldForRestriction outcome } }',
      )
    ).data.retentionRuns.filter(({ ranAt }: { ranAt: string }) => ranAt === now.toISOString());
    return report;
  };
  const night = async (at: string) => {
    const { due, begun, outcome } = await reportOf(at);
    return { due, begun, outcome };
  };
  const command = fileURLToPath(
    new URL('../../subgraphs/consent/dist/retention-command.js', import.meta.url),
  );
  const run = (args: readonly string[], variables: Record<string, string> = {}) =>
    spawnSync(process.execPath, [command, ...args], {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, ...variables },
      encoding: 'utf8',
    });
  /** A module that puts a process' clock 20 years ahead. */
  const clockAhead = `data:text/javascript,${encodeURIComponent(`
    const Real = Date, ahead = 20 * 365 * 86400000;
    globalThis.Date = class extends Real {
      constructor(...at) { super(...(at.length ? at : [Real.now() + ahead])); }
      static now() { return Real.now() + ahead; }
    };`)}`;
  const registered = async (offset: number) => {
    const [row] = await database.owner`
      select person_id as id, to_char(valid_from at time zone 'Europe/Oslo', 'YYYY-MM-DD') as day
      from access.relation where kind = 'CONTROLLER' order by valid_from limit 1 offset ${offset}`;
    return row as unknown as { id: string; day: string };
  };
  const after15Years = (day: string, nights = 0) => {
    const [year, month, date] = day.split('-').map(Number);
    return new Date(Date.UTC((year ?? 0) + 15, (month ?? 1) - 1, (date ?? 1) + nights, 1)).toISOString();
  };

  it('nobody is due before, and on the day the first one is erased everywhere', async () => {
    const first = await registered(0);
    const tables = await personalTables(database.owner);
    for (let year = 1; year < 15; year += 1)
      expect(
        await night(`${Number(first.day.slice(0, 4)) + year}${first.day.slice(4)}T01:00:00.000Z`),
      ).toEqual({
        due: 0,
        begun: 0,
        outcome: 'BEGUN',
      });
    expect(await night(after15Years(first.day, -1))).toMatchObject({ due: 0 });
    const due = await night(after15Years(first.day));
    expect(due.due).toBeGreaterThanOrEqual(1);
    expect(due).toEqual({ due: due.due, begun: due.due, outcome: 'BEGUN' });
    const held = async () =>
      (await rowsHeld(database.owner, tables, first.id))
        .filter(({ name, rows }) => rows > 0 && name !== 'consent.disclosure')
        .map(({ name }) => name);
    for (let time = 0; time < 400 && (await held()).length > 1; time += 1) await sleep(100);
    expect(await held()).toEqual(['consent.execution']);
    expect(await night(after15Years(first.day))).toMatchObject({ due: 0, begun: 0 });
    const { data } = await gateway.askAs(
      officer,
      '{ erasures(first: 1) { edges { node { ground decidedBy execution { completedAt } } } } }',
    );
    expect(data.erasures.edges[0].node).toEqual({
      ground: 'STORAGE_LIMIT',
      decidedBy: null,
      execution: { completedAt: expect.any(String) },
    });
  });

  it('but holds back whose use is restricted, and whose demand is not decided, until an officer has decided', async () => {
    const { owner } = database;
    await owner`delete from consent.rights_request`;
    await owner`delete from access.restriction where kind <> 'ERASURE'`;
    const stored = await owner<{ id: string; day: string }[]>`
      select person_id as id, to_char(valid_from at time zone 'Europe/Oslo', 'YYYY-MM-DD') as day
      from access.relation where kind = 'CONTROLLER'
        and person_id not in (select person_id from consent.execution where kind = 'ERASURE')
      order by valid_from limit 2`;
    const [restricted, demanding] = stored;
    if (!restricted || !demanding) throw new Error('the test has nobody');
    const duf = async (id: string) =>
      (await owner`select duf_number from profile.person where id = ${id}`)[0]?.['duf_number'];
    const asPerson = async (id: string, mutation: string) =>
      gateway.askAs(
        { party: 'PERSON', purpose: 'DATA_SUBJECT_RIGHTS', clearances: [], dufNumber: await duf(id) },
        `mutation { ${mutation} }`,
      );
    const decideAll = async (id: string, decision: string) => {
      for (const { request } of await owner`select id as request from consent.rights_request
        where person_id = ${id} and decided_at is null`)
        await gateway.askAs(
          officer,
          `mutation { decideRequest(personId: "${id}", requestId: "${request}", decision: ${decision},
            reason: "Nødvendig for et rettskrav.") { problems { code } } }`,
        );
    };
    await asPerson(restricted.id, `restrictProcessing(personId: "${restricted.id}") { id }`);
    await decideAll(restricted.id, 'GRANT');
    await asPerson(
      demanding.id,
      `complain(personId: "${demanding.id}", grounds: "Feil.") { problems { code } }`,
    );
    const isHeld = async (id: string) =>
      (await owner`select 1 from consent.execution where person_id = ${id} and kind = 'ERASURE'`).length ===
      0;
    const warn = vi.spyOn(log, 'warn');
    const run = await reportOf(after15Years(demanding.day));
    expect(run).toMatchObject({ outcome: 'BEGUN', heldForDemand: 1, heldForRestriction: 1 });
    expect(run.begun).toBe(run.due - 2);
    expect([await isHeld(restricted.id), await isHeld(demanding.id)]).toEqual([true, true]);
    // By number: the log says never who.
    expect(warn.mock.calls).toEqual([[{ heldForDemand: 1, heldForRestriction: 1 }, expect.any(String)]]);
    await decideAll(demanding.id, 'REFUSE');
    await gateway.askAs(
      officer,
      `mutation { liftRestrictions(personId: "${restricted.id}", reason: "Kravet er gjort opp.") { id } }`,
    );
    expect(await reportOf(after15Years(demanding.day, 1))).toMatchObject({
      heldForDemand: 0,
      heldForRestriction: 0,
    });
    expect([await isHeld(restricted.id), await isHeld(demanding.id)]).toEqual([false, false]);
    await vi.waitFor(async () => {
      expect(await owner`select 1 from consent.execution where completed_at is null`).toEqual([]);
    }, 60_000);
  });

  it('erases nobody when a clock, or a register, says that everybody is due', async () => {
    const people = async () =>
      (await database.owner`select count(*)::int as count from profile.person`)[0]?.['count'];
    const before = await people();
    expect(await night('2045-01-01T01:00:00.000Z')).toEqual({ due: before, begun: 0, outcome: 'HELD' });
    expect(await people()).toBe(before);
  });

  it('is looked at and begun by command too', async () => {
    expect(run(['--dry-run']).stdout).toMatch(
      /^0 persons were registered on 20\d\d-\d\d-\d\d or earlier\. Nothing is erased\.\n$/,
    );
    await database.owner`update access.relation set valid_from = now() - interval '16 years'
      where kind = 'CONTROLLER' and person_id in (select id from profile.person order by id limit 3)`;
    await database.owner`insert into access.restriction (person_id, kind)
      select id, 'RESTRICTION' from profile.person order by id limit 1`;
    await database.owner`insert into consent.rights_request (id, person_id, "right", status, received_at, due_at)
      select gen_random_uuid(), id, 'ACCESS', 'RECEIVED', now(), current_date from profile.person order by id limit 1 offset 1`;
    const heldBack =
      'Held back: 2. 1 with demands that are not decided (decide them first); 1 whose use is restricted (lift the restriction first).';
    expect(run(['--dry-run']).stdout).toMatch(/^3 persons were .* Nothing is erased\. Held back: 2\. /);
    expect(run(['--erase']).stdout).toMatch(/^3 persons were .* 1 erasure is begun\. Held back: 2\. /);
    expect(run(['--dry-run']).stdout).toContain(`Nothing is erased. ${heldBack}`);
    expect(run(['--help']).stdout).toContain('npm run retention -- --dry-run');
    const asked = [
      [[], 'Say either --dry-run or --erase.'],
      [['--dry-run', '--erase'], 'Say either --dry-run or --erase.'],
      [['--erase', 'now'], 'One word too many: "now".'],
      [['--erase', '--dryrun'], "Unknown option '--dryrun'."],
    ] as const;
    for (const [args, mistake] of asked) {
      const { status, stdout, stderr } = run(args);
      expect([status, stdout, stderr.split('\n\n')[0]]).toEqual([2, '', mistake]);
    }
    expect(run(['--dry-run']).stdout).toMatch(/^2 persons were /);
  });

  it('by a clock that PostgreSQL’s agrees with: a process that is years ahead counts and erases nobody', async () => {
    const reports = async () =>
      (await database.owner`select count(*)::int as count from consent.retention_run`)[0]?.['count'];
    const before = await reports();
    for (const verb of ['--dry-run', '--erase']) {
      const { status, stdout, stderr } = run([verb], { NODE_OPTIONS: `--import=${clockAhead}` });
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(
        /^The clocks of this process and of PostgreSQL are \d+ minutes apart: nobody is counted or erased\./,
      );
    }
    const error = vi.spyOn(log, 'error');
    const ahead = openRoom(consent, database.url, log);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20 * 365 * 86_400_000 });
    try {
      await expect(ahead.duties.find(({ name }) => name === 'storage-limit')?.run()).rejects.toThrow(
        'minutes apart',
      );
    } finally {
      vi.useRealTimers();
      await ahead.close();
    }
    expect(error.mock.calls).toEqual([
      [{ minutes: expect.any(Number) }, expect.stringMatching(/^nothing is erased: the clocks/)],
    ]);
    expect(await reports()).toBe(before);
  });

  it('and of a small register never more than half in a day, without an officer', async () => {
    const small = await scratchDatabase({ persons: 20 });
    const warn = vi.spyOn(log, 'warn').mockClear();
    const open = openRoom(consent, small.url, log);
    const due = async (persons: number) => {
      await small.owner`delete from consent.rights_request`;
      await small.owner`delete from access.restriction where kind <> 'ERASURE'`;
      await small.owner`update access.relation set valid_from = now() - interval '16 years'
        where kind = 'CONTROLLER' and person_id in (select id from profile.person order by id limit ${persons})`;
      await open.duties.find(({ name }) => name === 'storage-limit')?.run();
      const [report] = await small.owner`
        select due, begun, outcome from consent.retention_run order by ran_at desc limit 1`;
      return report;
    };
    expect(await due(11)).toEqual({ due: 11, begun: 0, outcome: 'HELD' });
    expect(warn.mock.calls).toEqual([[{ due: 11 }, expect.stringContaining('an officer must look')]]);
    await small.owner`update access.relation set valid_from = now() where kind = 'CONTROLLER'`;
    expect(await due(10)).toEqual({ due: 10, begun: 10, outcome: 'BEGUN' });
    await open.close();
    await small.drop();
  });

  it('is searched once a day, however many processes run', async () => {
    const runs = async () =>
      (
        await database.owner`select count(*)::int as count from consent.retention_run where ran_at > '2040-01-01'`
      )[0]?.['count'];
    await database.owner`delete from jobs.job where name = 'storage-limit'`;
    const clock = () => new Date('2041-01-01T00:00:00Z');
    const processes = await Promise.all(
      [1, 2, 3].map(async () => {
        const open = rooms.map((each) => openRoom(each, database.url, log, { clock }));
        return { open, duties: await startDuties(open, database.url, log) };
      }),
    );
    const before = await runs();
    for (let time = 0; time < 100 && (await runs()) === before; time += 1) await sleep(100);
    await sleep(1_500);
    expect(await runs()).toBeLessThanOrEqual(before + 1);
    const [jobs] =
      await database.owner`select count(*)::int as count from jobs.job where name = 'storage-limit'`;
    expect(jobs?.['count']).toBe(1);
    for (const { open, duties } of processes) {
      await duties.close();
      for (const each of open) await each.close();
    }
  });
});
