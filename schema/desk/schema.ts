import { printSchema } from 'graphql';
import { schemaFor } from '../caller-schema.js';
import { callerName, callerNamed } from './callers.js';
import { soundPolicyHere } from './here.js';
import { UsageError, type Verb } from './verb.js';

export const schemaVerb: Verb = {
  summary: 'the SDL that a caller sees: its contract, as introspection answers it',
  usage: `npm run -s policy -- schema CALLER [--json] > nav.graphql

The same that introspection gives the caller, for code generators and reviews.`,
  words: 1,
  options: {},
  run([name]) {
    if (!name) throw new UsageError('Say which caller.');
    const policy = soundPolicyHere();
    const caller = callerNamed(policy, name);
    const sdl = printSchema(schemaFor(policy.schema, caller, policy));
    const header = `# What ${callerName(caller)} sees of Kompass. Policy ${policy.version}.\n\n`;
    return {
      text: `${header}${sdl}\n`,
      json: { caller: callerName(caller), version: policy.version, sdl },
      problem: false,
    };
  },
};
