import postgres from 'postgres';
import { SettingError } from './environment.js';

/** How long, in seconds, whatever listens at an address may take until it speaks as PostgreSQL does. */
const patience = 10;

/**
 * Does something on the server that `DATABASE_URL` names, once that can be worked with.
 * @throws SettingError that says what is wrong with the server, the database or the role; never with the password
 */
export async function onOperatedServer(url: string, work: () => Promise<void>): Promise<void> {
  const named = partsOf(url);
  const encoding = await encodingAt(url).catch((error: unknown) => {
    throw new SettingError('DATABASE_URL', whyUnreached(error, named));
  });
  if (encoding !== 'UTF8')
    throw new SettingError(
      'DATABASE_URL',
      `for a database that holds every letter: ${named.database} has the encoding ${encoding}. Make another, with ENCODING 'UTF8'`,
    );
  await work().catch((error: unknown) => {
    const said = (error as Error).cause ?? error; // drizzle wraps what PostgreSQL says
    if (!(said instanceof postgres.PostgresError && said.code === '42501')) throw error;
    throw new SettingError(
      'DATABASE_URL',
      `for a user who may make schemas and roles: ${named.user} may not (${said.message}). Let it own the database, with CREATEROLE`,
    );
  });
}

async function encodingAt(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: patience, fetch_types: false, onnotice: () => {} });
  try {
    const [row] = await sql<{ encoding: string }[]>`select current_setting('server_encoding') as encoding`;
    return row?.encoding ?? 'none';
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** What an address names, as messages tell it. */
function partsOf(url: string) {
  const { host, hostname, pathname, username } = new URL(url);
  return {
    server: host || 'this machine',
    hostname,
    database: decodeURIComponent(pathname.slice(1)) || 'the one of that name',
    user: decodeURIComponent(username) || 'the one of that name',
  };
}

function whyUnreached(error: unknown, { server, hostname, database }: ReturnType<typeof partsOf>): string {
  const { code } = error as { readonly code?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return `where a PostgreSQL runs: nothing listens at ${server}. Start it, or correct host and port`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `where a PostgreSQL runs: no host is found by the name ${hostname}. Correct it`;
    case '3D000':
      return `for a database that there is: ${server} has none called ${database}. Create it, or correct the name`;
    case '28P01':
    case '28000':
      return `for a user whom ${server} takes: ${(error as Error).message}. Correct user and password`;
    default:
      return error instanceof postgres.PostgresError
        ? `for a PostgreSQL that can be worked with: ${server} says "${error.message}"`
        : `where a PostgreSQL runs: what is at ${server} does not answer as one (${code}). Correct host and port`;
  }
}
