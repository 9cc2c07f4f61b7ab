import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { GraphQLSchema } from 'graphql';
import type { Caller, Clearance, Party, Purpose } from './agencies.js';
import {
  apiSchema,
  extensionsIn,
  fieldsOf,
  readSdlFile,
  ruledCoordinates,
  type SdlExtension,
  type SdlField,
} from './api-schema.js';
import type { Category } from './categories.js';
import { categorise } from './category-of.js';
import { notOfTheForm, wordsThatFail } from './checks/form.js';
import { clearanceSets } from './clearance-sets.js';
import { subgraphNames } from './contract.js';
import type { Sentence } from './letter.js';
import { PolicyMistakes } from './mistake.js';
import { type Policy, policyOf } from './policy.js';
import type { Promises } from './promises.js';
import type { Reads } from './reading.js';
import { type Group, type RuleFile, type RuleLine, readRuleFile, rulesOf } from './rule-file.js';
import { decide, isRule, type Rule } from './shield.js';

/** The files of the schema room that say what the policy is, by name, with their text. */
export type PolicySources = ReadonlyMap<string, string>;

/** Whether a file of the schema room belongs to the policy. */
export function isPolicySource(file: string): boolean {
  return (
    subgraphNames.some((name) => file === `${name}.graphql` || file === `${name}.rules.ts`) ||
    ['agencies.ts', 'letter.ts', 'categories.ts', 'promises.ts', 'arguments.ts'].includes(file)
  );
}

/** @param folder the schema room, or a copy of it */
export function sourcesIn(folder: URL): PolicySources {
  return new Map(
    readdirSync(folder)
      .filter(isPolicySource)
      .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  );
}

/** Other words, rules and promises on the SDL that a process runs with. */
export function onSdlOf(running: PolicySources, other: PolicySources): PolicySources {
  const isSdl = ([file]: readonly [string, string]) => file.endsWith('.graphql');
  return new Map([...[...running].filter(isSdl), ...[...other].filter((each) => !isSdl(each))]);
}

/** What `agencies.ts` says: who there is, and the words for them. */
export interface Vocabulary {
  readonly parties: readonly Party[];
  readonly purposes: readonly Purpose[];
  readonly clearances: readonly Clearance[];
  purposesOf(party: Party, held: readonly Clearance[]): readonly Purpose[];
  readonly words: ReadonlyMap<string, Rule>;
}

/** What `letter.ts` says: sentences by name, and what it calls parties and purposes. */
export interface Letter {
  readonly letter: Readonly<Record<string, Sentence>>;
  readonly partyNames: Readonly<Partial<Record<Party, Sentence>>>;
  readonly purposeNames: Readonly<Partial<Record<Purpose, Sentence>>>;
}

/** What the other TypeScript files of the policy export, as the policy's own files or an older one's have it. */
export interface PolicyModules {
  readonly agencies: Omit<Vocabulary, 'words'>;
  readonly letter: Letter;
  readonly categories: Readonly<Record<string, Category>>;
  readonly promises: Promises;
  readonly arguments: { readonly reads: Reads; readonly picks: Reads; readonly lists: Reads };
}

/** A policy with everything that it can be explained by. */
export interface WrittenPolicy extends Policy {
  readonly sources: PolicySources;
  readonly vocabulary: Vocabulary;
  /** Every kind of caller that a rule of the caller alone can tell apart, one each. */
  readonly callerKinds: readonly Caller[];
  readonly groups: readonly Group[];
  readonly lines: readonly RuleLine[];
  readonly letter: Letter;
  readonly categories: ReadonlyMap<string, Category>;
  readonly promises: Promises;
  /** What the arguments pick by that are no filter or order. */
  readonly picks: Reads;
  /** What clients ask. */
  readonly schema: GraphQLSchema;
  /** The fields of each subgraph, where they are written; one that several answer comes several times. */
  readonly fields: readonly SdlField[];
  readonly extensions: readonly SdlExtension[];
  /** Every field that a rule must name, with the categories that it is in: one, unless the policy is wrong. */
  readonly categoriesOf: ReadonlyMap<string, readonly string[]>;
}

/**
 * The policy that the sources say.
 * @throws PolicyMistakes when a file is not of its form; GraphQLError when an SDL is not
 */
export function readPolicy(sources: PolicySources, modules: PolicyModules): WrittenPolicy {
  const words = new Map(
    Object.entries(modules.agencies).flatMap(([name, value]) => (isRule(value) ? [[name, value]] : [])),
  );
  const misshapen = notOfTheForm(modules, sources);
  if (misshapen.length > 0) throw new PolicyMistakes(misshapen);
  const failing = wordsThatFail(modules.agencies, words, sources);
  if (failing.length > 0) throw new PolicyMistakes(failing);
  const vocabulary = { ...modules.agencies, words };
  const files = new Map<string, RuleFile>(
    subgraphNames.map((name) => {
      const file = `${name}.rules.ts`;
      return [name, readRuleFile(`schema/${file}`, sources.get(file) ?? '', words)];
    }),
  );
  const rules = Object.fromEntries(
    subgraphNames.map((name) => [name, rulesOf(files.get(name)?.lines ?? [])]),
  ) as Policy['rules'];
  const categories = new Map(Object.entries(modules.categories));
  // In the order of composition, which takes the first description that it finds.
  const sdls = [...subgraphNames]
    .sort()
    .map((name) => readSdlFile(`schema/${name}.graphql`, sources.get(`${name}.graphql`) ?? ''));
  const schema = apiSchema(sdls);
  return {
    ...policyOf(rules, modules.arguments, versionOf(sources)),
    sources,
    vocabulary,
    callerKinds: callerKindsOf(vocabulary),
    groups: [...files.values()].flatMap(({ groups }) => groups),
    lines: [...files.values()].flatMap(({ lines }) => lines),
    letter: modules.letter,
    categories,
    promises: modules.promises,
    picks: modules.arguments.picks,
    schema,
    fields: sdls.flatMap(fieldsOf),
    extensions: sdls.flatMap(extensionsIn),
    categoriesOf: categorise(ruledCoordinates(schema), categories),
  };
}

/**
 * Twelve hexadecimal digits over the rules, what arguments read and what people were told of them: the version in every
 * refusal, disclosure and in `/health`. The letter and the record that are written from a policy name it, so categories
 * and promises count.
 */
function versionOf(sources: PolicySources): string {
  const hash = createHash('sha256');
  const files = [...sources.keys()].filter((file) => file.endsWith('.ts'));
  for (const file of files.sort()) hash.update(sources.get(file) ?? '');
  return hash.digest('hex').slice(0, 12);
}

/** Clearances make a kind of their own where holding fewer of them would change what may be stated or seen. */
function callerKindsOf({ parties, clearances, purposesOf, words }: Vocabulary): readonly Caller[] {
  return parties.flatMap((party) =>
    clearanceSets(clearances).flatMap((held) =>
      purposesOf(party, held)
        .map((purpose) => ({ party, purpose, clearances: held }))
        .filter((caller) =>
          clearanceSets(held)
            .filter((fewer) => fewer.length < held.length)
            .every(
              (fewer) =>
                !purposesOf(party, fewer).includes(caller.purpose) ||
                [...words.values()].some(
                  (word) => decide(word, caller) !== decide(word, { ...caller, clearances: fewer }),
                ),
            ),
        ),
    ),
  );
}
