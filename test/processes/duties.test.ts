import { createLog, type OpenRoom, startDuties } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

/** A room with one daily duty and nothing else to do. */
const roomWhoseDutyIs = (run: () => Promise<void>): OpenRoom => ({
  name: 'consent',
  duties: [{ name: 'reminders', every: 86_400, run }],
  openSteps: async () => [],
  carryOut: async () => {},
  erase: async () => {},
  ping: async () => {},
  close: async () => {},
  prepare: () => {
    throw new Error('nobody asks');
  },
  execute: async () => ({}),
});

describe('a daily duty', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase();
    await database.owner`delete from jobs.job where name = 'reminders'`;
  });
  afterEach(() => database.drop());

  const log = createLog('test', 'silent', true);
  /** A process that does what is due, once, and ends. */
  const passBy = async (run: () => Promise<void>) => {
    const duties = await startDuties([roomWhoseDutyIs(run)], database.url, log);
    await duties.close();
  };
  const jobs = () => database.owner`
    select state, retry_count, start_after > now() as later, expire_in = interval '1 minute' as kept_for_a_minute
    from jobs.job where name = 'reminders'`;

  it('that fails comes again the same day, later each time, until it is done, and then no more', async () => {
    let runs = 0;
    for (let failure = 0; failure < 6; failure += 1) {
      await passBy(async () => {
        runs += 1;
        throw new Error('not now');
      });
      expect(runs).toBe(failure + 1);
      expect(await jobs()).toEqual([
        { state: 'retry', retry_count: failure, later: true, kept_for_a_minute: true },
      ]);
      await database.owner`update jobs.job set start_after = now() - interval '1 second' where name = 'reminders'`;
    }
    for (let pass = 0; pass < 2; pass += 1)
      await passBy(async () => {
        runs += 1;
      });
    expect(runs).toBe(7);
    expect((await jobs()).map(({ state }) => state)).toEqual(['completed']);
  });

  it('that cannot even be looked for is told of in the log, without saying of whom', async () => {
    await database.owner`revoke all on jobs.job from kompass_jobs`;
    const warned: unknown[][] = [];
    const telling = createLog('test', 'silent', true);
    telling.warn = (...said: unknown[]) => {
      warned.push(said);
    };
    const duties = await startDuties([roomWhoseDutyIs(async () => {})], database.url, telling);
    await duties.close();
    const told = warned.filter(([, text]) => /^duties cannot be looked for/.test(String(text)));
    expect(told.length).toBeGreaterThan(0);
    for (const [what] of told) expect(Object.keys(what as object)).toEqual(['err']);
  });
});
