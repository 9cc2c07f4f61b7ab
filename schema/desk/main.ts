import { parseArgs } from 'node:util';
import { GraphQLError } from 'graphql';
import { didYouMean } from 'graphql/jsutils/didYouMean.js';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { PolicyMistakes } from '../mistake.js';
import { checkVerb, mistakesAnswer } from './check.js';
import { diffVerb } from './diff.js';
import { explainVerb } from './explain.js';
import { letterVerb } from './letter.js';
import { matrixVerb } from './matrix.js';
import { recordVerb } from './record.js';
import { schemaVerb } from './schema.js';
import { simulateVerb } from './simulate.js';
import { testVerb } from './test.js';
import { UsageError, type Verb } from './verb.js';

const verbs: ReadonlyMap<string, Verb> = new Map([
  ['check', checkVerb],
  ['matrix', matrixVerb],
  ['diff', diffVerb],
  ['explain', explainVerb],
  ['simulate', simulateVerb],
  ['test', testVerb],
  ['schema', schemaVerb],
  ['letter', letterVerb],
  ['record', recordVerb],
]);

const overview = `The policy desk: who sees what, and what a change to schema/*.rules.ts does.

npm run policy -- VERB [--json] [--help]

${[...verbs].map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

A caller is called as the demo callers are, with a purpose if it has several: nav, municipality/FULL_TIME_PROGRAMME.
The exit code is 1 when something is wrong and 2 when the desk is asked wrongly. The guide is docs/policy.md.
`;

process.exitCode = await answer(process.argv.slice(2));

async function answer([name = '--help', ...rest]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h') {
    process.stdout.write(overview);
    return 0;
  }
  const verb = verbs.get(name);
  if (!verb) {
    const alike = didYouMean(suggestionList(name, [...verbs.keys()]).slice(0, 1));
    process.stderr.write(`The desk does not know "${name}".${alike}\n\n${overview}`);
    return 2;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: { ...verb.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values['help']) {
      process.stdout.write(`${verb.usage}\n`);
      return 0;
    }
    const excess = positionals.slice(verb.words);
    if (excess.length > 0)
      throw new UsageError(
        `One word too many: "${excess.join(' ')}". Options reach the desk only behind \`npm run policy --\`.`,
      );
    const { text, json, problem } = await run(verb, positionals, values);
    process.stdout.write(values['json'] ? `${JSON.stringify(json, null, 2)}\n` : text);
    return problem ? 1 : 0;
  } catch (error) {
    // `parseArgs` throws TypeErrors of its own with a code.
    if (!(error instanceof UsageError) && !(error instanceof TypeError && 'code' in error)) throw error;
    // After the first sentence Node.js explains how an option could be meant as a word.
    const says = error.message.replace(/(?<=\.) To specify .*$/s, '');
    process.stderr.write(`${says}\n\n${verb.usage}\n`);
    return 2;
  }
}

async function run(verb: Verb, words: readonly string[], options: Readonly<Record<string, unknown>>) {
  try {
    return await verb.run(words, options);
  } catch (error) {
    if (error instanceof PolicyMistakes) return mistakesAnswer(error.mistakes);
    if (error instanceof GraphQLError)
      return mistakesAnswer([
        {
          file: error.source?.name ?? 'schema',
          line: error.locations?.[0]?.line ?? 1,
          says: `The SDL cannot be read (${error.message})`,
          remedy: 'correct it here or on the line above',
        },
      ]);
    throw error;
  }
}
