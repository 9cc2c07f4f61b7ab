import { afterAll, beforeAll, expect, it } from 'vitest';
import { difference, readAnswer } from '../bench/answers.js';
import { statementFor } from '../bench/contenders/floor-statements.js';
import { addBenchTables, subjectsOf } from '../bench/data.js';
import { bodiesOf, operations, type Subjects } from '../bench/operations.js';
import { startTestGateway, type TestGateway } from '../support/gateway.js';
import { type ScratchDatabase, scratchDatabase } from '../support/scratch-database.js';

let database: ScratchDatabase;
let gateway: TestGateway;
let subjects: Subjects;

beforeAll(async () => {
  database = await scratchDatabase();
  gateway = await startTestGateway('in-process', { databaseUrl: database.url });
  await addBenchTables(database.owner);
  subjects = await subjectsOf(database.owner);
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});

// The floor that the bench holds Kompass against would otherwise fall behind unseen when a table or the SDL changes.
it.each(operations)(
  'the statement written by hand answers what Kompass answers: $title',
  async (operation) => {
    const [body = ''] = bodiesOf(operation, subjects);
    const { claims, purpose } = operation.asker;
    const token = await gateway.issuer.mint({ name: 'bench', label: 'bench', purposes: [], claims });
    const answer = await gateway.send({ authorization: `Bearer ${token}`, 'kompass-purpose': purpose }, body);

    const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, string> };
    const [statement, ...names] = statementFor(query);
    const [row] = await database.owner.unsafe(
      statement,
      names.map((name) => variables[name] ?? ''),
    );
    const ours = readAnswer(JSON.stringify(answer));
    expect(ours.failures).toEqual([]);
    expect(difference(ours, readAnswer(String(row?.['answer'])), false)).toBeUndefined();
  },
);
