import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const ask = async (first: number, acceptEncoding?: string) => {
  const { headers, body } = await request(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await gateway.token('nav')}`,
      ...(acceptEncoding ? { 'accept-encoding': acceptEncoding } : {}),
    },
    body: JSON.stringify({ query: `{ persons(first: ${first}) { edges { node { id name dufNumber } } } }` }),
  });
  return { headers, bytes: Buffer.from(await body.arrayBuffer()) };
};

it('are the same answers in a fraction of the bytes, in what the client takes', async () => {
  const { headers, bytes: plain } = await ask(50);
  expect(headers['content-encoding']).toBeUndefined();
  for (const [accepted, encoding, open] of [
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
  ] as const) {
    const answer = await ask(50, accepted);
    expect(answer.headers).toMatchObject({ 'content-encoding': encoding, vary: 'accept-encoding' });
    expect(open(answer.bytes).equals(plain)).toBe(true);
    expect(answer.bytes.length).toBeLessThan(plain.length / 2);
  }
});

it('leave short ones alone, and whoever takes nothing but plain text', async () => {
  expect((await ask(1, 'br')).headers['content-encoding']).toBeUndefined();
  expect((await ask(50, 'identity')).headers['content-encoding']).toBeUndefined();
});

it('are kept by nobody on the way', async () => {
  expect((await ask(1)).headers['cache-control']).toBe('no-store');
});
