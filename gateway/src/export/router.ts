import { createHash } from 'node:crypto';
import type { Log } from '@kompass/runtime';
import { KompassError } from '@kompass/schema';
import { schemaFor } from '@kompass/schema/caller-schema';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { type GraphQLSchema, parse } from 'graphql';
import { formatError, headOf } from '../answer.js';
import type { Executor } from '../apollo.js';
import type { FetchContext } from '../fetch.js';
import { type Ask, type Data, gather, isData, notWhole } from './gather.js';
import { contentSecurityPolicy, exportPage } from './page.js';

/** What an export is made with. */
export interface Exporting {
  readonly schema: GraphQLSchema;
  /** The way of every operation: rules, rows, log. */
  readonly execute: Executor;
  /** @throws KompassError when the token or the purpose is refused */
  contextOf(request: Request, response: Response): Promise<FetchContext>;
  readonly log: Log;
}

/** What the law has the person told besides the data. */
const surroundingsQuery =
  '{ processingPurposes { purpose legalBasis description } contactPoints { role name email url how } }';

/**
 * `GET /export.json` and `GET /export.html`: everything about the person whose token asks (GDPR art. 15 and 20), as
 * data and as a document in the language that `Accept-Language` asks for. Nothing of it is kept anywhere on its way.
 */
export function exportRouter(exporting: Exporting): Router {
  const router = Router();
  const answer: RequestHandler = async (request, response) => {
    response.set('cache-control', 'no-store');
    response.vary('Authorization, Accept-Language');
    try {
      await send(exporting, request, response);
    } catch (error) {
      if (!(error instanceof KompassError)) throw error;
      const formatted = formatError(error.toJSON(), error, exporting.log, response.get('x-request-id'));
      const { status, headers } = headOf(error);
      response
        .status(status)
        .setHeaders(headers)
        .json({ errors: [formatted] });
    }
  };
  const paths = ['/export.json', '/export.html'];
  // Express would answer it as GET: all of it read, and entered in the log as told, and nothing told.
  router.head(paths, (_request, response) => {
    response.status(405).set('allow', 'GET').end();
  });
  router.get(paths, answer);
  return router;
}

async function send({ schema, execute, contextOf }: Exporting, request: Request, response: Response) {
  const context = await contextOf(request, response);
  const { caller, policy } = context;
  if (caller.party !== 'PERSON')
    throw new KompassError(
      'FORBIDDEN',
      'Only the registered person takes everything out, with their own token.',
      {
        http: { status: 403 },
      },
    );
  const ask = asking(execute, context);
  const contract = schemaFor(schema, caller, policy);
  const language = caller.language ?? 'nb';
  const person = await gather(contract, language === 'nb' ? 'NB' : 'EN', ask);
  if (!person)
    throw new KompassError('NOT_FOUND', 'Nobody is registered with your DUF number.', {
      http: { status: 404 },
    });
  const { processingPurposes, contactPoints } = await ask(surroundingsQuery, {});
  const surroundings = {
    exportedAt: new Date(),
    purposes: rows(processingPurposes),
    contactPoints: rows(contactPoints),
  };
  const format = request.path.endsWith('.html') ? 'html' : 'json';
  response.attachment(`kompass.${format}`);
  if (format === 'json') response.json({ ...surroundings, person });
  else
    response
      .set('content-security-policy', contentSecurityPolicy)
      .send(exportPage(contract, person, surroundings, language));
}

/** @throws KompassError when anything is missing from an answer */
function asking(execute: Executor, context: FetchContext): Ask {
  return async (query, variables) => {
    const { data, errors } = await execute({
      document: parse(query),
      queryHash: createHash('sha256').update(query).digest('hex'),
      request: { variables },
      operationName: /^query (\w+)/.exec(query)?.[1] ?? null,
      context: { ...context, unlimited: true },
    });
    if (errors?.length || !isData(data)) throw notWhole();
    return data;
  };
}

function rows(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.filter(isData) : [];
}
