import { readArguments, UsageError } from '@kompass/runtime';
import { contenders } from './contenders.js';
import { operationNames } from './operations.js';

/** What a run of the bench is to do. */
export interface Options {
  readonly operations: readonly string[];
  /** Ours is measured whether or not it is named. */
  readonly contenders: readonly string[];
  readonly parts: readonly Part[];
  readonly rounds: number;
  /** How long an operation is measured, each time. */
  readonly seconds: number;
  readonly connections: number;
  /** With how many persons a small database is compared; 0 to leave that out. */
  readonly persons: number;
  readonly write: boolean;
}

/** What can be measured apart. `scale` is measured only when `--persons` says so. */
export const parts = ['contenders', 'pairs', 'engine', 'start-up', 'profile', 'scale'] as const;
export type Part = (typeof parts)[number];

const contenderNames = contenders.map(({ name }) => name);

export const help = `npm run bench -- [options]

Measures Kompass against what one would pick instead: each contender in processes of its own, on the same PostgreSQL,
with the same persons and operations, in turn. Prints the figures and writes docs/bench.md and docs/bench.json.

  --only NAME,…        only these operations: ${operationNames.join(', ')}
  --contenders NAME,…  only these beside ours: ${contenderNames.slice(1).join(', ')}
  --parts NAME,…       only these parts: ${parts.slice(0, -1).join(', ')} (what was measured of the others stays)
  --rounds N           rounds, each with fresh processes; 3 by default
  --seconds S          how long each operation is measured in a round; 2 by default
  --connections N      requests under way at a time; 16 by default
  --quick              one round of half a second each: to see that all work, not for figures; writes nothing
  --persons N          compares N persons with 1,000 and nothing else; a million take minutes to fill, once
  --no-write           prints only
  --page               measures nothing, and writes docs/bench.md anew from docs/bench.json
  --help               this

DATABASE_URL names a PostgreSQL server to use, as a superuser, instead of the embedded one.
`;

/** @throws UsageError that says which option is not understood */
export function readOptions(given: readonly string[]): Options {
  const { values } = readArguments(
    given,
    {
      only: { type: 'string' },
      contenders: { type: 'string' },
      parts: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      quick: { type: 'boolean' },
      persons: { type: 'string' },
      'no-write': { type: 'boolean' },
      page: { type: 'boolean' },
    },
    0,
  );
  const persons = numberOf('--persons', values.persons, 0);
  return {
    operations: namesOf('--only', values.only, operationNames),
    contenders: namesOf('--contenders', values.contenders, contenderNames),
    parts: values.page ? [] : persons ? ['scale'] : namesOf('--parts', values.parts, parts.slice(0, -1)),
    rounds: numberOf('--rounds', values.rounds, values.quick ? 1 : 3),
    seconds: numberOf('--seconds', values.seconds, values.quick ? 0.5 : 2),
    connections: numberOf('--connections', values.connections, 16),
    persons,
    write: !values['no-write'] && !values.quick,
  };
}

function namesOf<Name extends string>(
  option: string,
  given: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (given === undefined) return known;
  return given.split(',').map((name) => {
    const found = known.find((each) => each === name);
    if (!found) throw new UsageError(`${option} ${name}: there are ${known.join(', ')}.`);
    return found;
  });
}

function numberOf(option: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  if (!/^\d+(\.\d+)?$/.test(given) || Number(given) === 0)
    throw new UsageError(`${option} must be a number above 0.`);
  return Number(given);
}
