import { dataFolder, readArguments, runCommand, UsageError } from '@kompass/runtime';
import { demoCallers } from './demo-callers.js';
import { readGatewayEnvironment } from './environment.js';
import { demoCaller, developmentIssuer } from './issuer.js';

const callers = demoCallers().map(({ name, label }) => `  ${name.padEnd(14)} ${label}\n`);
const usage = `npm run -s token -- CALLER prints a token of a demo caller:\n${callers.join('')}`;

await runCommand(usage, async (given) => {
  const [name] = readArguments(given, {}, 1).positionals;
  if (!demoCallers().some((each) => each.name === name))
    throw new UsageError(name === undefined ? 'Name a demo caller.' : `There is no demo caller "${name}".`);
  try {
    const environment = readGatewayEnvironment(process.env, true);
    const { audience, production } = environment;
    const issuer = await developmentIssuer(dataFolder, audience, production);
    if (!environment.developmentIssuer)
      throw new Error('Where MASKINPORTEN_ISSUER or IDPORTEN_ISSUER is set, there is no development issuer.');
    process.stdout.write(`${await issuer.mint(demoCaller(name))}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
});
