import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Caller } from '@kompass/schema';
import { subgraphNames } from '@kompass/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowCallers } from '../support/callers.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { spawnGateway } from '../support/gateway-process.js';
import { type PersonalTable, personalTables, rowsHeld } from '../support/personal-tables.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

const officer = rowCallers['IMDi, privacy officer, cleared'] as Caller;

/** Where the process is when it is killed: what it then waits for, which the test holds. */
const moments: readonly { readonly when: string; readonly room: string; readonly lock: string }[] = [
  { when: 'profile erases', room: 'profile', lock: 'lock table profile.interest in access exclusive mode' },
  {
    when: 'guidance erases',
    room: 'guidance',
    lock: 'lock table guidance.employment_guidance in access exclusive mode',
  },
  {
    when: 'settlement erases',
    room: 'settlement',
    lock: 'lock table settlement.full_time_programme in access exclusive mode',
  },
  {
    when: 'a room has erased and is about to confirm',
    room: 'guidance',
    lock: 'lock table consent.execution_step in share mode',
  },
  {
    when: 'consent erases, the others having confirmed',
    room: 'consent',
    lock: 'lock table access.restriction in share row exclusive mode',
  },
  {
    when: 'everything is erased and the whole is about to be done',
    room: 'consent',
    lock: 'lock table access.relation in share row exclusive mode',
  },
  {
    when: 'a room has confirmed and the queue does not know yet',
    room: 'jobs',
    lock: 'select pg_advisory_xact_lock(4242)',
  },
];

describe('an erasure', { timeout: 120_000 }, () => {
  let database: ScratchDatabase;
  let gateway: TestGateway; // decides and looks; it does no duties
  let tables: readonly PersonalTable[];
  let people: { id: string; duf: string }[];
  beforeAll(async () => {
    database = await scratchDatabase();
    gateway = await startTestGateway('in-process', { databaseUrl: database.url });
    tables = await personalTables(database.owner);
    people = await database.owner<{ id: string; duf: string }[]>`
      select person.id, duf_number as duf from profile.person
      join settlement.introduction_programme on introduction_programme.person_id = person.id
      join guidance.result on result.person_id = person.id
      where person.id not in (select person_id from consent.rights_request) order by id limit 12`;
    await database.owner.unsafe(`
      create table public.confirmations (execution uuid, room text);
      create function public.note_confirmation() returns trigger language plpgsql security definer as $$
        begin insert into public.confirmations values (new.execution_id, new.room); return null; end $$;
      create trigger note_confirmation after update of confirmed_at on consent.execution_step
        for each row execute function public.note_confirmation();
      create function public.hold_completion() returns trigger language plpgsql as $$
        begin perform pg_advisory_xact_lock(4242); return new; end $$;
      create trigger hold_completion before update on jobs.job
        for each row when (new.state = 'completed') execute function public.hold_completion();`);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  /** Demands, and grants, the erasure of somebody. */
  async function granted(): Promise<{ id: string; execution: string; themself: Caller }> {
    const person = people.pop();
    if (!person) throw new Error('the test has run out of persons');
    const { id, duf } = person;
    const themself: Caller = {
      party: 'PERSON',
      purpose: 'DATA_SUBJECT_RIGHTS',
      clearances: [],
      dufNumber: duf,
    };
    await gateway.askAs(themself, `mutation { requestErasure(personId: "${id}") { problems { code } } }`);
    const [request] = await database.owner`select id from consent.rights_request where person_id = ${id}`;
    const { data } = await gateway.askAs(
      officer,
      `mutation { decideRequest(personId: "${id}", requestId: "${request?.['id']}", decision: GRANT, reason: "Ja.") {
        problems { message } } }`,
    );
    expect(data.decideRequest.problems).toEqual([]);
    const [execution] = await database.owner`select id from consent.execution where person_id = ${id}`;
    return { id, execution: execution?.['id'], themself };
  }

  const completed = async (execution: string) => {
    const [row] = await database.owner`select completed_at from consent.execution where id = ${execution}`;
    return row?.['completed_at'] !== null;
  };
  const until = async (what: string, holds: () => Promise<boolean>) => {
    for (let time = 0; time < 900; time += 1) {
      if (await holds()) return;
      await sleep(100);
    }
    throw new Error(`it never came to this: ${what}`);
  };
  const waits = (room: string) => async () => {
    const found = await database.owner`
      select from pg_stat_activity where datname = current_database()
        and application_name = ${`kompass-${room}`} and wait_event_type = 'Lock'`;
    return found.length > 0;
  };
  const nobodyWorks = async () => {
    const found = await database.owner`
      select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and application_name like 'kompass-%' and state <> 'idle'`;
    return found.length === 0;
  };
  const confirmations = async (execution: string) =>
    (
      await database.owner`select room from public.confirmations where execution = ${execution} order by room`
    ).map(({ room }) => room as string);

  it.each(moments)(
    'killed when $when, goes on after a restart and is done once, everywhere',
    async ({ room, lock }) => {
      const { id, execution } = await granted();
      const before = await rowsHeld(database.owner, tables, id);
      let release: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let locked: () => void = () => {};
      const isLocked = new Promise<void>((resolve) => {
        locked = resolve;
      });
      const holding = database.owner.begin(async (sql) => {
        await sql.unsafe(lock);
        locked();
        await held;
      });
      await isLocked;
      const first = await spawnGateway({ DATABASE_URL: database.url });
      try {
        await until('the process waits', waits(room));
      } finally {
        first.child.kill('SIGKILL');
        await first.ended;
        release();
        await holding;
      }
      await until('what the killed process had begun has ended', nobodyWorks);
      expect(await completed(execution)).toBe(false);
      // What was not confirmed was not done: a room has all its rows or none.
      const confirmed = await confirmations(execution);
      for (const { name, rows } of await rowsHeld(database.owner, tables, id)) {
        const owner = name.split('.')[0] ?? '';
        if (name === 'consent.disclosure' || owner === 'access' || owner === 'consent') continue;
        const had = before.find((each) => each.name === name)?.rows;
        expect({ name, rows }).toEqual({ name, rows: confirmed.includes(owner) ? 0 : had });
      }

      const second = await spawnGateway({ DATABASE_URL: database.url });
      await until('the erasure is done', () => completed(execution));
      second.child.kill('SIGTERM');
      await second.ended;
      const left = (await rowsHeld(database.owner, tables, id)).filter(({ rows }) => rows > 0);
      expect(left.map(({ name }) => name).filter((name) => name !== 'consent.disclosure')).toEqual([
        'consent.execution',
      ]);
      expect(await confirmations(execution)).toEqual([...subgraphNames].sort());
    },
  );

  it('runs as four services, one of them killed in the middle', async () => {
    const { id, execution, themself } = await granted();
    const held = await database.owner.reserve();
    await held.unsafe('begin; lock table settlement.full_time_programme in access exclusive mode');
    const services = new Map<string, ChildProcess>(subgraphNames.map((room) => [room, startService(room)]));
    try {
      await until('settlement waits', waits('settlement'));
      await until('guidance has confirmed', async () => (await confirmations(execution)).length === 1);
      // Meanwhile the person sees how far it has come, and nobody but the privacy officer sees the person.
      const { data } = await gateway.askAs(
        themself,
        `{ me { processing { rightsRequests { status execution { completedAt
          steps { subgraph outcome } } } } } }`,
      );
      expect(data.me.processing.rightsRequests).toEqual([
        {
          status: 'CARRYING_OUT',
          execution: {
            completedAt: null,
            steps: expect.arrayContaining([
              { subgraph: 'guidance', outcome: 'ERASED' },
              { subgraph: 'settlement', outcome: null },
              { subgraph: 'profile', outcome: null },
              { subgraph: 'consent', outcome: null },
            ]),
          },
        },
      ]);
      const nav = await gateway.askAs(rowCallers['NAV'] as Caller, `{ person(id: "${id}") { id } }`);
      expect(nav.data.person).toBeNull();
      // Nothing new is taken in about a person who is being erased.
      const demand = await gateway.askAs(
        themself,
        `mutation { requestAccess(personId: "${id}") { problems { code } } }`,
      );
      expect(demand.data.requestAccess.problems).toEqual([{ code: 'NOT_NOW' }]);
      await kill(services.get('settlement'), 'SIGKILL');
      await held.unsafe('rollback');
      services.set('settlement', startService('settlement'));
      await until('the erasure is done', () => completed(execution));
    } finally {
      held.release();
      for (const service of services.values()) await kill(service, 'SIGTERM');
    }
    const left = (await rowsHeld(database.owner, tables, id)).filter(({ rows }) => rows > 0);
    expect(left.map(({ name }) => name).filter((name) => name !== 'consent.disclosure')).toEqual([
      'consent.execution',
    ]);
    expect(await confirmations(execution)).toEqual([...subgraphNames].sort());
    const register = await gateway.askAs(
      officer,
      '{ erasures(first: 1) { edges { node { ground decidedBy execution { completedAt } } } } }',
    );
    expect(register.data.erasures.edges).toEqual([
      {
        node: {
          ground: 'REQUEST',
          decidedBy: 'test-officer',
          execution: { completedAt: expect.any(String) },
        },
      },
    ]);
  });

  function startService(room: string): ChildProcess {
    const main = fileURLToPath(new URL(`../../subgraphs/${room}/dist/main.js`, import.meta.url));
    return spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: database.url },
      stdio: 'ignore',
    });
  }
});

async function kill(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
