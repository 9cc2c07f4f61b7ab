import { verifyDisclosures } from '@kompass/consent/disclosure-audit';
import { openDisclosureLog } from '@kompass/consent/disclosure-log';
import { rooms } from '@kompass/gateway';
import { prepareDatabase, syntheticPerson } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

describe('the disclosure log is kept by month, made a year ahead at each start', () => {
  let database: ScratchDatabase;
  beforeEach(async () => {
    database = await scratchDatabase();
  });
  afterEach(() => database.drop());

  const start = () => prepareDatabase(database.url, rooms, { persons: 0 });
  const months = async () => {
    const found = await database.owner<{ name: string }[]>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'consent.disclosure'::regclass order by 1`;
    return found.map(({ name }) => name).filter((name) => /_\d{4}_\d\d$/.test(name));
  };
  const drop = async (names: readonly string[]) => {
    for (const name of names) await database.owner.unsafe(`drop table ${name}`);
  };

  it('and Kompass starts again after it ran for longer, with what it told meanwhile', async () => {
    const made = await months();
    await drop(made);
    const log = openDisclosureLog(database.url);
    await log.append([
      {
        personIds: [syntheticPerson(0).id],
        party: 'NAV',
        organisation: '889640782',
        supplier: null,
        officer: 'Z990001',
        purpose: 'EMPLOYMENT_GUIDANCE',
        operation: null,
        coordinates: ['Person.name'],
        policyVersion: '0123456789ab',
        trace: 'trace',
      },
    ]);
    await log.close();
    await start();
    expect(await months()).toEqual(made.slice(1));
    expect(await verifyDisclosures(database.url, [])).toEqual({ sound: 1, broken: undefined });
  });

  it('and Kompass starts again on a server that keeps another time', async () => {
    const made = await months();
    await drop(made.slice(-2));
    await database.owner.unsafe(
      `alter database ${new URL(database.url).pathname.slice(1)} set timezone = 'Europe/Oslo'`,
    );
    await start();
    expect(await months()).toEqual(made);
  });
});
