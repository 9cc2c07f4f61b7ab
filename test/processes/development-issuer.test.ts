import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { demoCaller, developmentIssuer, verifyToken } from '@kompass/gateway';
import { DamagedFile } from '@kompass/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audience } from '../support/gateway.js';

describe('the key of the development issuer', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-issuer-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const issuer = () => developmentIssuer(folder, audience, false);

  it('is one, however many processes make it at once, and is never seen half written', async () => {
    const file = join(folder, 'development-issuer.json');
    const made = Promise.all(Array.from({ length: 8 }, issuer));
    while (!existsSync(file)) await setImmediate();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ kty: 'RSA' });
    const [first, ...others] = await made;
    if (!first) throw new Error('there is no issuer');
    for (const other of others)
      await verifyToken(`Bearer ${await other.mint(demoCaller('nav'))}`, [first.trusted], audience);
    expect(await readdir(folder)).toEqual(['development-issuer.json']);
  });

  it('that is damaged is not used; its file is named, and what to do', async () => {
    await issuer();
    const file = join(folder, 'development-issuer.json');
    const damaged = new DamagedFile(
      file,
      'delete it, and a new key is made; tokens of the old one are good no longer',
    );
    await truncate(file, 700);
    await expect(issuer()).rejects.toThrow(damaged);
    for (const content of ['', '{}', 'null', '{"kty":"RSA"}']) {
      await writeFile(file, content);
      await expect(issuer()).rejects.toThrow(damaged);
    }
    await rm(file);
    await issuer();
  });
});
