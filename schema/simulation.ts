import type { DocumentNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import type { Caller } from './agencies.js';
import { type Asked, operationOf, readAsked, type Variables } from './asked.js';
import { ruleFor } from './ruling.js';
import type { WrittenPolicy } from './written-policy.js';

/** What comes of one field of an operation. */
export interface SimulatedField {
  /** Response keys from the root down. */
  readonly path: readonly string[];
  readonly coordinate: string;
  /**
   * `rows`: some rows are answered and some refused, as each decides. `nulled`: it lies beneath a refused field, so it is
   * never asked for.
   */
  readonly outcome: 'answered' | 'rows' | 'refused' | 'nulled';
}

export interface Simulation {
  readonly fields: readonly SimulatedField[];
  /** The fields that the caller is told it may not see: those asked for, and those that its filters and orders read. */
  readonly refusals: readonly string[];
}

/**
 * What a caller would be answered, as far as the policy decides it; no data is needed, as rules look at the caller alone.
 * @param document is valid against the policy's schema
 * @throws GraphQLError when the variables do not fit, or the document holds several operations
 */
export function simulate(
  policy: WrittenPolicy,
  caller: Caller,
  document: DocumentNode,
  variables: Variables = {},
): Simulation {
  const operation = operationOf(document, null);
  const { coerced, errors } = getVariableValues(
    policy.schema,
    operation.definition.variableDefinitions ?? [],
    variables,
  );
  if (!coerced) throw errors?.[0];
  const ruling = ruleFor(caller, policy);
  const whole = readAsked(policy.schema, operation, coerced, policy.reading, () => false);
  const ruled = readAsked(policy.schema, operation, coerced, policy.reading, ruling.deny);
  const fields = [...outcomes(whole, ruled, [], policy, caller)];
  return {
    fields,
    refusals: [...new Set(ruling.refusals().map(({ extensions }) => String(extensions['coordinate'])))],
  };
}

/** Both are of one operation, so that each selection of the one has its like in the other. */
function* outcomes(
  whole: Asked,
  ruled: Asked | undefined,
  above: readonly string[],
  policy: WrittenPolicy,
  caller: Caller,
): Generator<SimulatedField> {
  for (const [at, each] of whole.selections.entries()) {
    const like = ruled?.selections[at];
    if (each.kind === 'fragment') {
      yield* outcomes(each.beneath, like?.beneath, above, policy, caller);
      continue;
    }
    const path = [...above, each.key];
    const denied = like?.kind === 'field' && like.denied;
    const known = policy.categoriesOf.has(each.coordinate);
    const outcome =
      like === undefined
        ? 'nulled'
        : denied
          ? 'refused'
          : known && policy.decide(each.coordinate, caller) === 'row'
            ? 'rows'
            : 'answered';
    if (known) yield { path, coordinate: each.coordinate, outcome };
    if (each.beneath) yield* outcomes(each.beneath, denied ? undefined : like?.beneath, path, policy, caller);
  }
}

/** An answer of the running system, as far as it is held against a simulation. */
export interface LiveAnswer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Variables }[];
}

/** Where a running system answered otherwise than simulated, a sentence each; none when the two agree. */
export function disagreements({ fields, refusals }: Simulation, { data, errors = [] }: LiveAnswer): string[] {
  const told = new Set(
    errors
      .filter(({ extensions }) => extensions?.['code'] === 'FORBIDDEN')
      .map(({ extensions }) => String(extensions?.['coordinate'])),
  );
  const byRow = new Set(
    fields.flatMap(({ coordinate, outcome }) => (outcome === 'rows' ? [coordinate] : [])),
  );
  const missing = refusals.filter((coordinate) => !told.has(coordinate));
  const beyond = [...told].filter((coordinate) => !refusals.includes(coordinate) && !byRow.has(coordinate));
  const shown = fields.filter(
    ({ path, outcome }) => (outcome === 'refused' || outcome === 'nulled') && hasValueAt(data, path),
  );
  return [
    ...missing.map((coordinate) => `${coordinate} is refused here, and was not refused`),
    ...beyond.map((coordinate) => `${coordinate} was refused, and is not refused here`),
    ...shown.map(({ path, outcome }) => `${path.join('.')} is ${outcome} here, and came with a value`),
  ];
}

function hasValueAt(data: unknown, [key, ...rest]: readonly string[]): boolean {
  if (data === null || data === undefined) return false;
  if (Array.isArray(data))
    return data.some((each) => hasValueAt(each, key === undefined ? [] : [key, ...rest]));
  return key === undefined || hasValueAt((data as Record<string, unknown>)[key], rest);
}
