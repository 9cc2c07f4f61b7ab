import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { consent } from '@kompass/consent';
import { rooms } from '@kompass/gateway';
import { createLog, type OpenRoom, openRoom, startDuties } from '@kompass/runtime';
import type { Caller } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  const night = async (at: string) => {
    now = new Date(at);
    await room.duties.find(({ name }) => name === 'storage-limit')?.run();
    const [report] = (
      await gateway.askAs(
        officer,
        '{ retentionRuns(first: 500) { ranAt registeredUntil due begun outcome } }',
      )
    ).data.retentionRuns.filter(({ ranAt }: { ranAt: string }) => ranAt === now.toISOString());
    return { due: report.due, begun: report.begun, outcome: report.outcome };
  };
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

  it('erases nobody when a clock, or a register, says that everybody is due', async () => {
    const people = async () =>
      (await database.owner`select count(*)::int as count from profile.person`)[0]?.['count'];
    const before = await people();
    expect(await night('2045-01-01T01:00:00.000Z')).toEqual({ due: before, begun: 0, outcome: 'HELD' });
    expect(await people()).toBe(before);
  });

  it('is looked at and begun by command too', () => {
    const command = fileURLToPath(
      new URL('../../subgraphs/consent/dist/retention-command.js', import.meta.url),
    );
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [command, ...args], {
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url },
        encoding: 'utf8',
      });
    expect(run('--dry-run').stdout).toMatch(
      /^0 persons were registered on 20\d\d-\d\d-\d\d or earlier\. Nothing is erased\.\n$/,
    );
    expect(run('--help').stdout).toContain('npm run retention -- --dry-run');
    expect(run('now').status).toBe(2);
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
