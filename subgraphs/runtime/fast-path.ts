import { type Caller, kindOf, type Policy } from '@kompass/schema';
import type { Plan, Ready } from './compiled.js';
import type { PlannedField } from './completion.js';

/** For each plan, policy and kind of caller: whether every field is granted, whatever the row. */
const granted = new WeakMap<Plan, WeakMap<Policy, Map<string, boolean>>>();

/**
 * Whether the rules grant a caller everything that an operation asks, the fields that its arguments read included, and
 * no row has a say. Then graphql-shield in front of each resolver would find the same again for each row, and may be
 * left out (design § 8). Asked once for an operation and kind of caller; only arguments that come from variables are
 * looked at each time.
 */
export function everythingGranted({ plan, variables }: Ready, caller: Caller, policy: Policy): boolean {
  const ofPlan = granted.get(plan) ?? new WeakMap<Policy, Map<string, boolean>>();
  granted.set(plan, ofPlan);
  const ofPolicy = ofPlan.get(policy) ?? new Map<string, boolean>();
  ofPlan.set(policy, ofPolicy);
  const kind = kindOf(caller);
  const known = ofPolicy.get(kind) ?? fieldsGranted(plan, caller, policy);
  ofPolicy.set(kind, known);
  return known && argumentsGranted(plan.fields, variables, caller, policy);
}

function fieldsGranted({ coordinates }: Plan, caller: Caller, policy: Policy): boolean {
  return coordinates.every(
    (coordinate) => entrances.has(coordinate) || policy.decide(coordinate, caller) === 'allow',
  );
}

/** Federation's own, which shield lets pass: what protects an entity is the rules on its fields. */
const entrances: ReadonlySet<string> = new Set(['Query._service', 'Query._entities', '_Service.sdl']);

/** Only fields of the root take arguments that read others, as in shield's rules. */
function argumentsGranted(
  fields: readonly PlannedField[],
  variables: Ready['variables'],
  caller: Caller,
  policy: Policy,
): boolean {
  return fields.every((field) => {
    const definitions = field.parent.getFields()[field.name]?.args ?? [];
    if (!definitions.some(policy.reading.readsOthers)) return true;
    try {
      return policy.reading
        .byArguments(definitions, field.argumentsFor(variables))
        .every((coordinate) => policy.decide(coordinate, caller) === 'allow');
    } catch {
      return false; // arguments that cannot be read are shield's schema's to refuse
    }
  });
}
