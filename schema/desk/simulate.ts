import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  Source,
  validate,
} from 'graphql';
import type { Caller } from '../agencies.js';
import type { Variables } from '../asked.js';
import { callerInWords } from '../in-words.js';
import {
  disagreements,
  type LiveAnswer,
  type SimulatedField,
  type Simulation,
  simulate,
} from '../simulation.js';
import type { WrittenPolicy } from '../written-policy.js';
import { callerName, callerNamed, partyName } from './callers.js';
import { policyHere, repository, warningOn } from './here.js';
import { UsageError, type Verb } from './verb.js';

export const simulateVerb: Verb = {
  summary: 'what a caller would be answered to a query: answered, refused, or never asked for',
  usage: `npm run policy -- simulate CALLER FILE [--variables JSON] [--live] [--url URL] [--json]

FILE holds one GraphQL operation. --live also asks the running gateway as the demo caller of that name, at --url
(http://localhost:4000), and exits with 1 when the two disagree, or when it answers any other error. It asks queries alone.`,
  words: 2,
  options: {
    variables: { type: 'string', default: '{}' },
    live: { type: 'boolean' },
    url: { type: 'string', default: 'http://localhost:4000' },
  },
  async run([name, file], { variables: given, live, url }) {
    if (!name || !file) throw new UsageError('Say which caller and which file.');
    const policy = policyHere();
    const caller = callerNamed(policy, name);
    const query = read(file);
    const document = validDocument(file, query, policy);
    const [operation] = operationsIn(document);
    if (live && operation?.operation !== 'query')
      throw new UsageError('--live carries out what it asks, so it asks queries alone.');
    const variables = readVariables(String(given));
    const simulation = simulated(policy, caller, document, variables);
    const compared = live
      ? await compare(policy, caller, simulation, query, variables, String(url))
      : undefined;
    const warning = warningOn(policy);
    return {
      text: `${warning}${inWords(policy, caller, simulation)}${compared ? `\n${compared.text}` : ''}`,
      json: {
        caller: callerName(caller),
        version: policy.version,
        ...simulation,
        ...(compared ? { live: { version: compared.version, disagreements: compared.disagreements } } : {}),
      },
      problem: warning !== '' || (compared?.disagreements.length ?? 0) > 0,
    };
  },
};

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`There is no file ${file} to read.`);
  }
}

function readVariables(json: string): Variables {
  try {
    return JSON.parse(json) as Variables;
  } catch {
    throw new UsageError('--variables takes JSON: \'{"id": "…"}\'.');
  }
}

function validDocument(file: string, query: string, { schema }: WrittenPolicy): DocumentNode {
  try {
    const document = parse(new Source(query, file));
    const [mistake] = validate(schema, document);
    if (mistake) throw mistake;
    const { length } = operationsIn(document);
    if (length !== 1)
      throw new UsageError(`${file} holds ${length} operations: leave the one that is to be simulated.`);
    return document;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new UsageError(`${file}:${error.locations?.[0]?.line ?? 1} ${error.message}`);
  }
}

function operationsIn({ definitions }: DocumentNode): readonly OperationDefinitionNode[] {
  return definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

function simulated(
  policy: WrittenPolicy,
  caller: Caller,
  document: DocumentNode,
  variables: Variables,
): Simulation {
  try {
    return simulate(policy, caller, document, variables);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new UsageError(`--variables do not fit the query: ${error.message}`);
  }
}

const signs = { answered: '✓', rows: '◐', refused: '✗', nulled: '–' } as const;

function inWords(policy: WrittenPolicy, caller: Caller, { fields, refusals }: Simulation): string {
  const line = ({ path, coordinate, outcome }: SimulatedField) =>
    `${signs[outcome]} ${'  '.repeat(path.length - 1)}${path.at(-1)}${outcome === 'answered' ? '' : `  ${coordinate}`}`;
  return `${[
    `${callerInWords(caller)} under policy ${policy.version}:`,
    '✓ answered  ◐ on some rows  ✗ null, and refused  – beneath a refused field',
    '',
    ...fields.map(line),
    '',
    refusals.length === 0 ? 'Nothing is refused.' : `FORBIDDEN, once each: ${refusals.join(', ')}.`,
  ].join('\n')}\n`;
}

const run = promisify(execFile);

/** Asks the running gateway too. */
async function compare(
  policy: WrittenPolicy,
  caller: Caller,
  simulation: Simulation,
  query: string,
  variables: Variables,
  url: string,
): Promise<{ text: string; version: string; disagreements: readonly string[] }> {
  const { stdout: token } = await run('npm', ['run', '--silent', 'token', '--', partyName(caller)], {
    cwd: fileURLToPath(repository),
  }).catch(() => {
    throw new UsageError(`There is no demo caller "${partyName(caller)}" to ask as.`);
  });
  const [answer, version] = await Promise.all([
    ask(url, token.trim(), caller, query, variables),
    versionAt(url),
  ]).catch(() => {
    throw new UsageError(`No gateway of Kompass answers at ${url}: start one, or say where with --url.`);
  });
  const found = [...disagreements(simulation, answer), ...notAnswered(answer)];
  const under = version === policy.version ? 'the same policy' : `another policy, ${version}`;
  return {
    version,
    disagreements: found,
    text:
      found.length === 0
        ? `The gateway at ${url}, under ${under}, answers so too.\n`
        : `The gateway at ${url}, under ${under}, disagrees:\n${found.map((each) => `  ${each}.`).join('\n')}\n`,
  };
}

/** What kept the gateway from answering and is no refusal, so that nothing follows from what it did not answer. */
function notAnswered({ data, errors = [] }: LiveAnswer): string[] {
  const others = errors
    .filter(({ extensions }) => extensions?.['code'] !== 'FORBIDDEN')
    .map(
      ({ message, extensions }) =>
        `It answered ${extensions?.['code'] ?? 'an error'}: ${message.replace(/\.$/, '')}`,
    );
  return data || others.length > 0 ? others : ['It answered nothing'];
}

async function ask(
  url: string,
  token: string,
  { purpose }: Caller,
  query: string,
  variables: Variables,
): Promise<LiveAnswer> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'kompass-purpose': purpose,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as LiveAnswer;
}

async function versionAt(url: string): Promise<string> {
  const { policyVersion } = (await (await fetch(`${url}/health`)).json()) as { policyVersion: string };
  return policyVersion;
}
