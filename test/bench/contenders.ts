import { subgraphNames } from '@kompass/schema';
import { freePort, type Started, start } from './processes.js';

/** What is measured. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** In a sentence: what it is, and what it does and leaves out. */
  readonly description: string;
  /** @param environment `DATABASE_URL`, and whose tokens are trusted */
  launch(environment: Readonly<Record<string, string>>): Promise<Launched>;
}

/** A contender's processes, on their way. */
export interface Launched {
  readonly url: string;
  readonly processes: readonly Started[];
}

/** One process that answers GraphQL by itself. */
const alone =
  (script: string, ...args: readonly string[]): Contender['launch'] =>
  async (environment) => {
    const port = await freePort();
    return {
      url: `http://127.0.0.1:${port}/graphql`,
      processes: [start(script, { ...environment, PORT: String(port) }, args)],
    };
  };

/** Four subgraphs and a gateway in front of them, five processes. */
const apart =
  (subgraph: (name: string) => readonly [string, ...string[]], gateway: readonly [string, ...string[]]) =>
  async (environment: Readonly<Record<string, string>>): Promise<Launched> => {
    const port = String(await freePort());
    const jwks = { GATEWAY_JWKS_URL: `http://127.0.0.1:${port}/.well-known/jwks.json` };
    const urls: Record<string, string> = {};
    const processes: Started[] = [];
    for (const name of subgraphNames) {
      const own = String(await freePort());
      const [script, ...args] = subgraph(name);
      processes.push(start(script, { ...environment, ...jwks, PORT: own }, args));
      urls[`SUBGRAPH_${name.toUpperCase()}_URL`] = `http://127.0.0.1:${own}/graphql`;
    }
    const [script, ...args] = gateway;
    processes.push(start(script, { ...environment, ...urls, PORT: port }, args));
    return { url: `http://127.0.0.1:${port}/graphql`, processes };
  };

const ourSubgraph = (name: string): readonly [string] => [`subgraphs/${name}/dist/main.js`];
const bench = 'test/bench/dist/bench/contenders';

/** The first is what the others are held against. */
export const contenders: readonly Contender[] = [
  {
    name: 'ours',
    title: 'Kompass, in one process',
    description: 'as `npm start` runs it in production: rules, row-level security and disclosure log on',
    launch: alone('gateway/dist/main.js'),
  },
  {
    name: 'ours-apart',
    title: 'Kompass, as services',
    description:
      'the same as five processes over HTTP, as `npm run start:subgraph` and `start:gateway` run them',
    launch: apart(ourSubgraph, ['gateway/dist/main.js', '--apart']),
  },
  {
    name: 'stock',
    title: 'stock Apollo + graphql-shield',
    description:
      'four Apollo Servers over HTTP, each behind `applyMiddleware(schema, shield(…))`, and `@apollo/gateway` with ' +
      '`RemoteGraphQLDataSource`, as their documentation has it; with our resolvers, SQL, row-level security and rules, ' +
      'without identity checks between gateway and subgraphs, limits and disclosure log',
    launch: apart((name) => [`${bench}/stock-subgraph.js`, name], [`${bench}/stock-gateway.js`]),
  },
  {
    name: 'hive-js',
    title: 'Hive Gateway, JS planner',
    description:
      '`@graphql-hive/gateway-runtime` in front of our four subgraphs; without limits and disclosure log',
    launch: apart(ourSubgraph, [`${bench}/hive.js`, 'js']),
  },
  {
    name: 'hive-rust',
    title: 'Hive Gateway, Rust planner',
    description: 'the same with `@graphql-hive/router-runtime`',
    launch: apart(ourSubgraph, [`${bench}/hive.js`, 'rust']),
  },
  {
    name: 'floor',
    title: 'the floor',
    description:
      'one hand-written SQL statement an operation that answers JSON, behind bare `node:http`: no GraphQL, no tokens, ' +
      'no rules, no row-level security, no log',
    launch: alone(`${bench}/floor.js`),
  },
];

const variant = (name: string, title: string): Contender => ({
  name,
  title,
  description: 'Kompass in one process, started by the bench',
  launch: alone(`${bench}/ours-variant.js`, name),
});

/** Two that differ in one thing, and what that is. */
export interface Pair {
  readonly name: string;
  readonly title: string;
  readonly over: Contender;
  readonly under: Contender;
}

const whole = variant('whole', 'with everything');
const unlogged = variant('unlogged', 'without the disclosure log');

export const pairs: readonly Pair[] = [
  {
    name: 'rules',
    title: 'rules on over off, the disclosure log off in both',
    over: unlogged,
    under: variant('unruled', 'without rules and disclosure log'),
  },
  {
    name: 'log',
    title: 'disclosure log on over off',
    over: whole,
    under: unlogged,
  },
];

const fromMemory = 'its stores answer from memory what PostgreSQL once answered; without the disclosure log';

/** The same three, with stores that answer from memory: what is left is the engine. */
export const enginesAlone: readonly Contender[] = [
  {
    name: 'ours-memory',
    title: 'Kompass, in one process',
    description: fromMemory,
    launch: alone(`${bench}/ours-variant.js`, 'memory'),
  },
  {
    name: 'stock-memory',
    title: 'stock Apollo + graphql-shield',
    description: fromMemory,
    launch: apart((name) => [`${bench}/stock-subgraph.js`, name, 'memory'], [`${bench}/stock-gateway.js`]),
  },
  {
    name: 'hive-rust-memory',
    title: 'Hive Gateway, Rust planner',
    description: `in front of our four subgraphs; ${fromMemory}`,
    launch: apart((name) => [`${bench}/our-subgraph-from-memory.js`, name], [`${bench}/hive.js`, 'rust']),
  },
];
