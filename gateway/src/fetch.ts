import {
  type Addressee,
  addressOf,
  type Log,
  type OpenRoom,
  type RequestTransaction,
  type RequestTransactions,
} from '@kompass/runtime';
import { type Caller, outcomeUnknown, type Policy, type SubgraphName, unavailable } from '@kompass/schema';
import type { ExecutionResult } from 'graphql';
import type { Around, Source } from './execute.js';
import { AnsweredOtherwise, sendToSubgraph } from './subgraph-http.js';

/** What the gateway's GraphQL context tells a fetch. */
export interface FetchContext {
  readonly caller: Caller;
  /** What the request is answered under, from its beginning to its end. */
  readonly policy: Policy;
  /** The request's id. */
  readonly trace: string;
  /** Signs who asks, for a subgraph that runs apart, and for this body alone. */
  identity(addressee: Addressee, body: string): Promise<string>;
  /** For an operation of our own, to which the limits on what clients ask do not apply. */
  readonly unlimited?: true;
  /** In which rooms in this process read; without it each reads in one of its own. */
  readonly transaction?: RequestTransaction;
  /**
   * Answers of subgraphs that run apart, to what this request asks them: the same is not asked twice, until an act may
   * have changed the answer.
   */
  readonly asked: Map<string, Promise<string>>;
}

/** Asks a room in this process: no HTTP, no serialisation. */
export function inProcess(room: OpenRoom): Source<FetchContext> {
  return {
    prepare(query, operationName) {
      const prepared = room.prepare(query, operationName);
      return (variables, context) => prepared.execute(variables, context.caller, context.policy, context);
    },
  };
}

/**
 * What only asks is read by the rooms in this process in one transaction. What acts is not, for it answers what it did.
 * When its connection is lost the rooms are asked once more, each in a transaction of its own.
 * @param transactions absent where no room is in this process
 */
export function inOneTransaction(transactions: RequestTransactions | undefined): Around<FetchContext> {
  return ({ operation }, context, run) =>
    transactions && operation === 'query'
      ? transactions
          .open(context.caller, (transaction) => run({ ...context, transaction }))
          .catch(() => run(context))
      : run(context);
}

/** Says that all that a request asks is being asked, so that PostgreSQL ends its transaction with the answer. */
export function expectNoMore({ transaction }: FetchContext): void {
  transaction?.last();
}

/** Asks a subgraph that runs apart. */
export function overHttp(name: SubgraphName, url: URL, log: Log): Source<FetchContext> {
  return {
    prepare(query, operationName) {
      // Only what asks is asked once; an act is done as often as it is asked for.
      const acts = query.trimStart().startsWith('mutation');
      return async (variables, context) => {
        const body = JSON.stringify({ query, variables, operationName });
        const key = `${url.href} ${body}`;
        const send = () => post(name, url, body, context);
        const answer = acts ? send() : (context.asked.get(key) ?? onceMoreWhenLost(send));
        if (!acts) context.asked.set(key, answer);
        try {
          return resultIn(await answer);
        } catch (error) {
          log.error(
            { err: error, id: context.trace, subgraph: name, url: addressOf(url) },
            'a subgraph did not answer',
          );
          throw acts && !wasNotDone(error) ? outcomeUnknown() : unavailable();
        } finally {
          if (acts) context.asked.clear();
        }
      };
    },
  };
}

/** @throws Error when it is no answer to an operation (GraphQL specification, § 7.1): it would pass for nothing at all */
function resultIn(text: string): ExecutionResult {
  const result = JSON.parse(text) as ExecutionResult | null;
  if (result?.data || result?.errors?.length) return result;
  throw new Error('a subgraph answered neither data nor errors');
}

/**
 * A room that is being replaced ends connections that are kept open, be it as something is sent over one. What only asks
 * can be asked again, over another.
 */
function onceMoreWhenLost<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  return send().catch((error: unknown) => {
    if (!lost.includes(codeOf(error))) throw error;
    return send();
  });
}

/** The connection was there, and ended before the answer. */
const lost = ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** The connection was never made, so that nothing was asked over it. */
const neverMade = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** A request was refused before anything of it was carried out. */
class Refused extends AnsweredOtherwise {}

/** Whether it is certain that what was asked was not done. */
function wasNotDone(error: unknown): boolean {
  return error instanceof Refused || neverMade.includes(codeOf(error));
}

const codeOf = (error: unknown): string => (error as { readonly code?: string }).code ?? '';

async function post(name: SubgraphName, url: URL, body: string, context: FetchContext): Promise<string> {
  const { status, text } = await sendSigned(context, name, url, body);
  if (status === 200) return text;
  throw isRefusal(status, text) ? new Refused(status) : new AnsweredOtherwise(status);
}

/**
 * Whether an answer says that the request was not carried out: of the 4xx (RFC 9110 § 15.5) those that are given instead
 * of it, and of the 503 the room's own. A proxy before a room answers 503 also where it lost the room's answer.
 */
function isRefusal(status: number, text: string): boolean {
  return refusals.includes(status) || (status === 503 && saysUnavailable(text));
}

const refusals = [400, 401, 403, 404, 405, 411, 413, 414, 415, 421, 429, 431];

function saysUnavailable(text: string): boolean {
  try {
    return JSON.parse(text).errors[0].extensions.code === 'UNAVAILABLE';
  } catch {
    return false; // not a room's words
  }
}

/** Posts JSON to a subgraph that runs apart, as the request's caller. */
export async function sendSigned(context: FetchContext, addressee: Addressee, url: URL, body: string) {
  const identity = await context.identity(addressee, body);
  return sendToSubgraph(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${identity}`,
      'x-request-id': context.trace,
    },
    body,
  });
}
