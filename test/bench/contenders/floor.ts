import { createServer } from 'node:http';
import postgres from 'postgres';
import { statementFor } from './floor-statements.js';

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
  const [statement, ...names] = statementFor(query);
  const [row] = await sql.unsafe<{ answer: string }[]>(
    statement,
    names.map((name) => variables[name] ?? ''),
    { prepare: true },
  );
  return row?.answer ?? '{"data":null}';
}

server.listen(Number(process.env['PORT']));
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  void sql.end({ timeout: 1 });
});
