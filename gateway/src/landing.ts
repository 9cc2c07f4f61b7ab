import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import type { DemoCaller } from './demo-callers.js';
import { graphiqlPage, type Offer, plainPage, sandboxPage } from './landing/pages.js';

/** What developers are offered on the landing page; nothing of it exists in production. */
export interface LandingOptions {
  readonly callers: readonly Pick<DemoCaller, 'name' | 'label' | 'purposes'>[];
  /** @throws Error when there is no demo caller of that name */
  mint(caller: string): Promise<string>;
}

const sources = fileURLToPath(new URL('../src/landing/', import.meta.url));
const browserFiles = join(sources, 'browser');

/**
 * `GET /`: Apollo Sandbox with a choice of demo callers, and GraphiQL beside it for closed networks.
 * @param options left out in production, where a page says what this is and no more
 */
export function landing(options: LandingOptions | undefined): Router {
  const router = Router();
  router.get('/landing/page.css', (_request, response) => {
    secure(response).sendFile('page.css', { root: browserFiles });
  });
  if (!options) {
    router.get('/', (_request, response) => {
      secure(response).type('html').send(plainPage());
    });
    return router;
  }

  const offer: Offer = { callers: options.callers, examples: examples() };
  router.get('/', (_request, response) => {
    const cdn = 'https://embeddable-sandbox.cdn.apollographql.com';
    const frame = 'https://sandbox.embed.apollographql.com';
    secure(response, { script: cdn, style: cdn, frame }).type('html').send(sandboxPage(offer));
  });
  router.get('/graphiql', (_request, response) => {
    // GraphiQL's dialogs write styles of their own.
    secure(response, { style: "'unsafe-inline'" }).type('html').send(graphiqlPage(offer));
  });
  router.use('/landing', (_request, response, next) => {
    secure(response);
    next();
  });
  router.use('/landing', express.static(browserFiles, { index: false }));
  for (const [name, file] of Object.entries(vendored()))
    router.get(`/landing/vendor/${name}`, (_request, response) => {
      response.sendFile(file, { dotfiles: 'allow' });
    });
  router.post('/development/token', express.json(), async (request, response) => {
    if (!isOwnPage(request)) {
      response.status(403).json({ message: 'Only the pages of this gateway are given tokens here.' });
      return;
    }
    const { caller } = (request.body ?? {}) as { caller?: unknown };
    const known = options.callers.find(({ name }) => name === caller);
    if (known)
      response.setHeader('cache-control', 'no-store').json({ token: await options.mint(known.name) });
    else response.status(404).json({ message: 'There is no such demo caller.' });
  });
  return router;
}

/**
 * Tokens go to pages of this gateway, opened on this machine and under its own name: another name may be a foreign page's
 * that was made to lead here (DNS rebinding).
 */
function isOwnPage(request: express.Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const here = address === '::1' || address.endsWith('127.0.0.1');
  const named = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '');
  return here && named && request.get('sec-fetch-site') === 'same-origin';
}

/** GraphiQL as its packages ship it for browsers: nothing to bundle, nothing to fetch from elsewhere. */
function vendored(): Readonly<Record<string, string>> {
  const { resolve } = createRequire(import.meta.url);
  const graphiql = dirname(resolve('graphiql/package.json'));
  return {
    'graphiql.js': join(graphiql, 'graphiql.min.js'),
    'graphiql.css': join(graphiql, 'graphiql.min.css'),
    'react.js': join(dirname(resolve('react/package.json')), 'umd/react.production.min.js'),
    'react-dom.js': join(dirname(resolve('react-dom/package.json')), 'umd/react-dom.production.min.js'),
  };
}

/** The examples: the comment on the first line names one, that on the second says who asks it, and for what purpose. */
function examples(): Offer['examples'] {
  const folder = join(sources, 'examples');
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const document = readFileSync(join(folder, file), 'utf8');
      const [, title, caller, purpose] = /^# (.*)\n# as (\S+), (\S+)\n/.exec(document) ?? [];
      if (!title || !caller || !purpose) throw new Error(`The example ${file} does not say who asks it.`);
      return { title, caller, purpose, document };
    });
}

/** What a page may load beside what comes from this gateway. */
interface Beside {
  readonly script?: string;
  readonly style?: string;
  readonly frame?: string;
}

function secure(response: express.Response, beside: Beside = {}): express.Response {
  const { script = '', style = '', frame = "'none'" } = beside;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${script}`,
    `style-src 'self' ${style}`,
    `frame-src ${frame}`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return response
    .setHeader('content-security-policy', policy.map((directive) => directive.trim()).join('; '))
    .setHeader('referrer-policy', 'no-referrer')
    .setHeader('x-content-type-options', 'nosniff');
}
