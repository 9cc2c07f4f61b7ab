import type { IncomingMessage, ServerResponse } from 'node:http';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import accepts from 'accepts';
import express, { type RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import { type ApolloServer, type BaseContext, HeaderMap } from './apollo-server.js';
import { mistakeInPersisted } from './persisted.js';

/**
 * Shorter answers go as they are: they fit into one packet, so that fewer bytes are no gain.
 * From here on to compress at the quickest setting takes less time than to send what it saves: 51 kB, a list of 50,
 * become 6 kB in 0.06 ms with brotli.
 */
const worthCompressing = 1_400;

const quickest = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/**
 * Puts requests to Apollo Server and answers them, compressed where the client takes it and it pays.
 * @param limit how large a request may be, as `256kb`
 * @returns answers a request; rejects with an error that has a `status` when the request cannot be read
 */
export function graphqlOverHttp<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  limit: string,
  contextOf: (request: IncomingMessage, response: ServerResponse) => Promise<Context>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const readBody = bodyReader(limit);
  return async (request, response) => {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      refuse(response, 405, onlyPost);
      return;
    }
    const body = await readBody(request, response);
    const mistake = mistakeInPersisted(body);
    if (mistake) {
      refuse(response, 400, mistake);
      return;
    }
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    const { method = '', url = '' } = request;
    const query = url.indexOf('?');
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers, search: query < 0 ? '' : url.slice(query), body },
      context: () => contextOf(request, response),
    });
    if (answer.body.kind !== 'complete') throw new Error('nothing is answered piece by piece');
    response.statusCode = answer.status ?? 200;
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    // Personal data: nobody on the way keeps a copy.
    response.setHeader('cache-control', 'no-store');
    response.setHeader('vary', 'accept-encoding');
    const text = answer.body.string;
    const encoding = text.length >= worthCompressing && encodingFor(request);
    const bytes =
      encoding === 'br'
        ? brotliCompressSync(text, quickest)
        : encoding === 'gzip'
          ? gzipSync(text, { level: 1 })
          : Buffer.from(text);
    if (encoding) response.setHeader('content-encoding', encoding);
    response.setHeader('content-length', bytes.length);
    response.end(bytes);
  };
}

/**
 * Variables hold persons' numbers, and a URL stays behind in logs and histories wherever it passes. GraphQL over HTTP has
 * only POST as a must.
 */
const onlyPost =
  'Send operations with POST, as JSON: an operation in a URL would leave personal data in logs on its way.';

/** What is asked for nowhere else, mostly operations sent elsewhere; browsers are shown Express' page. */
export const nothingHere: RequestHandler = (request, response, next) => {
  if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') next();
  else refuse(response, 404, 'Nothing is answered here: send operations to /graphql, with POST, as JSON.');
};

function refuse(response: ServerResponse, status: number, message: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(
    JSON.stringify({ errors: [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })] }),
  );
}

/** Brotli where the client takes both, whichever it names first. */
function encodingFor(request: IncomingMessage): string | false {
  if (request.headers['accept-encoding'] === undefined) return false;
  const taken = accepts(request);
  return taken.encodings('br') || taken.encodings('gzip');
}

/** Express' own reader, without the rest of Express on the way. */
function bodyReader(limit: string): (request: IncomingMessage, response: ServerResponse) => Promise<unknown> {
  const read = express.json({ limit });
  return (request, response) =>
    new Promise((resolve, reject) => {
      read(request, response, (error?: unknown) => {
        if (error) reject(error);
        else resolve((request as IncomingMessage & { readonly body?: unknown }).body);
      });
    });
}
