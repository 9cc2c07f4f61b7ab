import { createServer } from 'node:http';
import postgres from 'postgres';
import { statements } from './floor-statements.js';

// The floor: bare node:http in front of one hand-written statement an operation.

const sql = postgres(process.env['DATABASE_URL'] ?? '', {
  max: 12,
  onnotice: () => {},
  connection: { jit: false },
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(Buffer.concat(chunks).toString('utf8')).then(
      (text) => {
        response.setHeader('content-type', 'application/json');
        response.end(text);
      },
      (error: Error) => {
        response.statusCode = 500;
        response.end(error.message);
      },
    );
  });
});

async function answer(body: string): Promise<string> {
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, string> };
  const [statement, ...names] = statements[nameOf(query)] ?? [];
  if (!statement) throw new Error('no such operation');
  const [row] = await sql.unsafe<{ answer: string }[]>(
    statement,
    names.map((name) => variables[name] ?? ''),
    { prepare: true },
  );
  return row?.answer ?? '{"data":null}';
}

const known = new Map<string, string>();

/** The operation's name; of lists with their length. */
function nameOf(query: string): string {
  const found = known.get(query);
  if (found) return found;
  const [, name = ''] = /(?:query|mutation) (\w+)/.exec(query) ?? [];
  const made = name === 'List' ? `List ${/first: (\d+)/.exec(query)?.[1]}` : name;
  known.set(query, made);
  return made;
}

server.listen(Number(process.env['PORT']));
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void sql.end({ timeout: 1 });
});
