import { request } from 'node:http';
import { createLog } from '@kompass/runtime';
import { expect, it } from 'vitest';
import { startTestGateway } from '../support/gateway.js';

it('a request that names the host before the path is answered, and logged, like any other (RFC 9112, § 3.2.2)', async () => {
  const log = createLog('test', 'silent', true);
  const logged: unknown[] = [];
  log.info = ({ path }: { readonly path?: string }) => logged.push(path);
  const gateway = await startTestGateway('in-process', { log });
  const { port } = new URL(gateway.url);
  const authorization = `Bearer ${await gateway.token('nav')}`;
  const send = (method: string, target: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request({
        port,
        method,
        path: target,
        headers: { 'content-type': 'application/json', authorization },
      });
      sent.on('response', (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{"query":"{ __typename }"}' : undefined);
    });
  for (const host of [`http://127.0.0.1:${port}`, 'HTTPS://kompass.example']) {
    expect(await send('POST', `${host}/graphql`), host).toBe(200);
    expect(await send('GET', `${host}/health?now`), host).toBe(200);
    expect(await send('GET', host), host).toBe(200);
    expect(await send('GET', `${host}/persons/200205705502`), host).toBe(404);
  }
  const paths = ['/graphql', '/health', '/', 'another'];
  expect(logged).toEqual([...paths, ...paths]);
  await gateway.close();
});

it('an operation that is sent to another address is told where they go; a browser is shown a page', async () => {
  const gateway = await startTestGateway('in-process', { landing: 'development' });
  const ask = (path: string, init: RequestInit) => fetch(`${gateway.url}${path}`, init);
  const post = {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: '*/*' },
    body: '{"query":"{ __typename }"}',
  };
  for (const [path, init] of [
    ['/', post],
    ['/', { ...post, headers: { ...post.headers, accept: 'text/html' } }],
    ['/api/graphql', post],
    ['/export.json', post],
    ['/health', post],
    ['/api/graphql', { headers: { accept: 'application/json' } }],
    ['/api/graphql', {}],
  ] as const) {
    const answer = await ask(path, init);
    expect(answer.status, path).toBe(404);
    expect(await answer.json(), path).toEqual({
      errors: [
        {
          message: 'Nothing is answered here: send operations to /graphql, with POST, as JSON.',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  }
  const browser = { headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' } };
  for (const [path, status] of [
    ['/', 200],
    ['/api/graphql', 404],
  ] as const) {
    const answer = await ask(path, browser);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
  }
  await gateway.close();
});
