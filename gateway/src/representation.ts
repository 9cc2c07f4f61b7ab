import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { type Data, merge, ownValue, setValue } from './data.js';

/** From what is known of an entity to what a subgraph needs to know of it; `null` when too little is known. */
type Represent = (entity: Data | null) => Data | null;

/** Compiles what a fetch requires of each entity. */
export function compileRepresentation(
  selections: readonly QueryPlanSelectionNode[],
  types: GraphQLSchema,
): Represent {
  const steps = selections.map((selection): ((entity: Data, into: Data) => boolean) => {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition } = selection;
      const represent = compileRepresentation(selection.selections, types);
      return (entity, into) => {
        if (typeCondition === undefined || !isOfType(types, entity, typeCondition, false)) return true;
        const more = represent(entity);
        if (more) merge(into, more);
        return true;
      };
    }
    const key = selection.alias ?? selection.name;
    const represent = selection.selections && compileRepresentation(selection.selections, types);
    return (entity, into) => {
      const value = ownValue(entity, key);
      if (value === undefined) return false;
      const represented = !represent
        ? value
        : Array.isArray(value)
          ? value.map((each) => represent(each))
          : represent(value as Data | null);
      setValue(into, key, represented);
      return true;
    };
  });
  return (entity) => {
    if (entity === null) return null;
    const representation: Data = {};
    return steps.every((step) => step(entity, representation)) ? representation : null;
  };
}

/** Changes that a plan makes to what is sent to a subgraph or comes from it, as where interfaces are entities. */
export type Rewrite = (data: unknown) => void;

export function compileRewrites(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: GraphQLSchema,
): Rewrite | undefined {
  if (!rewrites || rewrites.length === 0) return undefined;
  const all = rewrites.map((rewrite) => compileRewrite(rewrite, types));
  return (data) => {
    for (const each of all) each(data);
  };
}

function compileRewrite(rewrite: FetchDataRewrite, types: GraphQLSchema): Rewrite {
  const key = rewrite.path.at(-1) ?? '';
  const change = (data: Data): void => {
    if (rewrite.kind === 'ValueSetter') {
      setValue(data, key, rewrite.setValueTo);
      return;
    }
    const value = ownValue(data, key);
    if (!value) return;
    setValue(data, rewrite.renameKeyTo, value);
    data[key] = undefined;
  };
  return rewrite.path.slice(0, -1).reduceRight<Rewrite>((next, step) => {
    const type = step.startsWith('... on ') ? step.slice('... on '.length) : undefined;
    return eachObject((data) => {
      if (type === undefined) next(ownValue(data, step));
      else if (isOfType(types, data, type, true)) next(data);
    });
  }, eachObject(change));
}

function eachObject(change: (data: Data) => void): Rewrite {
  const visit: Rewrite = (data) => {
    if (Array.isArray(data)) for (const each of data) visit(each);
    else if (typeof data === 'object' && data !== null) change(data as Data);
  };
  return visit;
}

/** @param unknown what to say of an object that does not tell its type */
function isOfType(types: GraphQLSchema, data: Data, name: string, unknown: boolean): boolean {
  const own = data['__typename'];
  if (!own) return unknown;
  if (own === name) return true;
  const condition = types.getType(name);
  const type = types.getType(String(own));
  return (
    isAbstractType(condition) &&
    (isObjectType(type) || isInterfaceType(type)) &&
    types.isSubType(condition, type)
  );
}
