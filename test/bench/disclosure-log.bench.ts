import { it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';
import { load, median } from '../support/load.js';
import { scratchDatabase } from '../support/scratch-database.js';

const operations = {
  'one person': '{ persons(first: 1) { edges { node { name languages { name } settlement { status } } } } }',
  'list of 50':
    '{ persons(first: 50) { edges { node { name workExperience { tasks } guidance { result { goals } } settlement { status } } } } }',
};
const [rounds, connections, duration] = [7, 16, 2_000];

it('prints the throughput with the disclosure log over that without it', async () => {
  const database = await scratchDatabase();
  const options = { databaseUrl: database.url };
  const on = await startTestGateway('in-process', options);
  const off = await startTestGateway('in-process', {
    ...options,
    disclosures: { append: async () => {}, close: async () => {} },
  });
  const lines = [`disclosure log on / off: ${rounds} rounds in turn, ${connections} connections`];
  for (const [name, query] of Object.entries(operations)) {
    const ratios: number[] = [];
    const rates: [number[], number[]] = [[], []];
    for (const gateway of [on, off])
      await load(() => gateway.ask('nav', undefined, query), connections, 1_000);
    for (let round = 0; round < rounds; round += 1) {
      const one = await load(() => on.ask('nav', undefined, query), connections, duration);
      const other = await load(() => off.ask('nav', undefined, query), connections, duration);
      ratios.push(one.requestsPerSecond / other.requestsPerSecond);
      rates[0].push(one.requestsPerSecond);
      rates[1].push(other.requestsPerSecond);
    }
    const spread = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    lines.push(
      `${name.padEnd(12)} ${median(ratios).toFixed(2)} (${spread}), medians ${median(rates[0]).toFixed(0)} and ${median(rates[1]).toFixed(0)} requests/s`,
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n\n`);
  await on.close();
  await off.close();
  await database.drop();
});
