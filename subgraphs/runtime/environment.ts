/** A setting that stops start-up when its value is wrong; the message names it and what was expected. */
export class SettingError extends Error {
  constructor(name: string, expected: string) {
    super(`${name} must be ${expected}.`);
    this.name = 'SettingError';
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

export function readInteger(variables: Variables, name: string, fallback: number, most: number): number {
  const text = variables[name];
  if (!text) return fallback;
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new SettingError(name, `a whole number from 0 to ${most}`);
}

export function readUrl(variables: Variables, name: string, protocols: readonly string[]): URL | undefined {
  const text = variables[name];
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && protocols.includes(url.protocol)) return url;
  throw new SettingError(name, `a URL that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`);
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

const modes = ['production', 'development', 'test'];

/** What every process of ours reads from its environment. */
export interface CommonEnvironment {
  /** `NODE_ENV=production`: no development issuer, no synthetic persons, JSON logs. */
  readonly production: boolean;
  /** `LOG_LEVEL`: one of pino's; `info` by default. */
  readonly logLevel: string;
  /** `DATABASE_URL`: a PostgreSQL server to use instead of the embedded one. */
  readonly databaseUrl: string | undefined;
  /** `SEED_PERSONS`: how many synthetic persons an empty database gets; 500 by default, none in production. */
  readonly seedPersons: number;
}

/** @throws SettingError naming the variable that is wrong */
export function readCommonEnvironment(variables: Variables): CommonEnvironment {
  const mode = variables['NODE_ENV'];
  // Whoever meant production and misspelt it must not get what is for development.
  if (mode !== undefined && !modes.includes(mode))
    throw new SettingError('NODE_ENV', `one of ${modes.join(', ')}, spelt so, or not set`);
  const production = mode === 'production';
  const logLevel = variables['LOG_LEVEL'] || 'info';
  if (!logLevels.includes(logLevel)) throw new SettingError('LOG_LEVEL', `one of ${logLevels.join(', ')}`);
  const databaseUrl = readUrl(variables, 'DATABASE_URL', ['postgres:', 'postgresql:'])?.href;
  if (production && !databaseUrl)
    throw new SettingError('DATABASE_URL', 'set in production: the embedded PostgreSQL is for development');
  return {
    production,
    logLevel,
    databaseUrl,
    seedPersons: production ? 0 : readInteger(variables, 'SEED_PERSONS', 500, 10_000_000),
  };
}
