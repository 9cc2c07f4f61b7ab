import { dataFolder } from '@kompass/runtime';
import { demoCallers } from './demo-callers.js';
import { readGatewayEnvironment } from './environment.js';
import { demoCaller, developmentIssuer } from './issuer.js';

const [name] = process.argv.slice(2);
if (name === '--help') {
  const lines = demoCallers().map((each) => `  ${each.name.padEnd(14)} ${each.label}`);
  process.stdout.write(`npm run -s token -- CALLER prints a token of a demo caller:\n${lines.join('\n')}\n`);
} else {
  try {
    const caller = demoCaller(name);
    const environment = readGatewayEnvironment(process.env, true);
    const { audience, production } = environment;
    const issuer = await developmentIssuer(dataFolder, audience, production);
    if (!environment.developmentIssuer)
      throw new Error('Where MASKINPORTEN_ISSUER or IDPORTEN_ISSUER is set, there is no development issuer.');
    process.stdout.write(`${await issuer.mint(caller)}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
