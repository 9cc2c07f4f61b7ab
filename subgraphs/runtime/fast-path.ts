import { type Caller, kindOf, type Policy } from '@kompass/schema';
import type { Plan, Ready } from './compiled.js';
import type { PlannedField } from './completion.js';

/** What is known of a plan under a policy. */
interface Known {
  /** For each kind of caller, whether every field is granted, whatever the row. */
  readonly granted: Map<string, boolean>;
  /** Fields whose arguments read others. */
  readonly reading: readonly PlannedField[];
}

const known = new WeakMap<Plan, WeakMap<Policy, Known>>();

/**
 * Whether the rules grant a caller everything that an operation asks, the fields that its arguments read included, and
 * no row has a say. Then graphql-shield in front of each resolver would find the same again for each row, and may be
 * left out (design § 8). Asked once for an operation and kind of caller; only arguments that come from variables are
 * looked at each time.
 */
export function everythingGranted({ plan, variables }: Ready, caller: Caller, policy: Policy): boolean {
  const { granted, reading } = known.get(plan)?.get(policy) ?? know(plan, policy);
  const kind = kindOf(caller);
  let all = granted.get(kind);
  if (all === undefined) {
    all = fieldsGranted(plan, caller, policy);
    granted.set(kind, all);
  }
  return all && argumentsGranted(reading, variables, caller, policy);
}

function know(plan: Plan, policy: Policy): Known {
  const reading = plan.fields.filter((field) => argumentsOf(field).some(policy.reading.readsOthers));
  const fresh = { granted: new Map<string, boolean>(), reading };
  const ofPlan = known.get(plan) ?? new WeakMap<Policy, Known>();
  known.set(plan, ofPlan.set(policy, fresh));
  return fresh;
}

const argumentsOf = (field: PlannedField) => field.parent.getFields()[field.name]?.args ?? [];

function fieldsGranted({ coordinates }: Plan, caller: Caller, policy: Policy): boolean {
  return coordinates.every(
    (coordinate) => entrances.has(coordinate) || policy.decide(coordinate, caller) === 'allow',
  );
}

/** Federation's own, which shield lets pass: what protects an entity is the rules on its fields. */
const entrances: ReadonlySet<string> = new Set(['Query._service', 'Query._entities', '_Service.sdl']);

/** Only fields of the root take arguments that read others, as in shield's rules. */
function argumentsGranted(
  reading: readonly PlannedField[],
  variables: Ready['variables'],
  caller: Caller,
  policy: Policy,
): boolean {
  return reading.every((field) => {
    try {
      return policy.reading
        .byArguments(argumentsOf(field), field.argumentsFor(variables))
        .every(({ coordinate }) => policy.decide(coordinate, caller) === 'allow');
    } catch {
      return false; // arguments that cannot be read are shield's schema's to refuse
    }
  });
}
