import type { Caller } from '../agencies.js';
import type { Decision } from '../shield.js';
import type { WrittenPolicy } from '../written-policy.js';
import { fieldsNamed } from './callers.js';
import { UsageError } from './verb.js';

/** Who sees what: a column a kind of caller, a row a field. */
export interface Matrix {
  readonly version: string;
  readonly callers: readonly Caller[];
  readonly sections: readonly Section[];
}

/** The fields of one category. */
export interface Section {
  readonly category: string;
  /** In the person's words. */
  readonly name: string;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly coordinate: string;
  /** As the SDL describes it. */
  readonly description: string;
  /** By caller, in the order of the matrix. */
  readonly decisions: readonly Decision[];
}

/** @param pattern narrows it to some fields */
export function matrixOf(policy: WrittenPolicy, pattern = '*.*'): Matrix {
  const wanted = fieldsNamed(policy, pattern);
  if (wanted.length === 0) throw new UsageError(`No field fits "${pattern}".`);
  const sections = [...policy.categories].map(([category, { name }]) => ({
    category,
    name: name.en,
    rows: wanted
      .filter((coordinate) => policy.categoriesOf.get(coordinate)?.includes(category))
      .map((coordinate) => ({
        coordinate,
        description: descriptionOf(policy, coordinate),
        decisions: policy.callerKinds.map((caller) => policy.decide(coordinate, caller)),
      })),
  }));
  return {
    version: policy.version,
    callers: policy.callerKinds,
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}

function descriptionOf({ schema }: WrittenPolicy, coordinate: string): string {
  const [type = '', field = ''] = coordinate.split('.');
  const definition = schema.getType(type);
  const fields = definition && 'getFields' in definition ? definition.getFields() : {};
  return fields[field]?.description ?? '';
}
