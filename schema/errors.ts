import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** The closed set of error codes a client can meet, each with what the client should do. */
export const errorCodes = {
  /** The token is missing or not valid. Get a new one and try again. */
  UNAUTHENTICATED: 401,
  /** More than one purpose is open to the caller. State one in the header `kompass-purpose`. */
  PURPOSE_REQUIRED: 400,
  /** The stated purpose is not the caller's. State one of those listed. */
  PURPOSE_NOT_ALLOWED: 403,
  /**
   * The law does not give the caller this field for this purpose. Leave it out, the rest of the answer is whole; or state
   * one of `extensions.allowed`, where it is told, if the request is for that.
   */
  FORBIDDEN: 200,
  /** An argument is wrong. The message says which and how to mend it. */
  BAD_USER_INPUT: 200,
  /** There is no such thing, or none that the caller may see; the two are not told apart. */
  NOT_FOUND: 200,
  /** Somebody else saved meanwhile. Read again, and save on top of `extensions.currentVersion`, where it is told. */
  CONFLICT: 200,
  /** Another act of the request was refused, and this was not done with it. Mend that one, or send this by itself. */
  NOT_DONE: 200,
  /** A part of the service is down. Try again later. */
  UNAVAILABLE: 503,
  /** An act was under way when its answer was lost: it may have been done. Look it up before doing it again. */
  OUTCOME_UNKNOWN: 503,
  /** Our fault. The request id in the answer lets us find it. */
  INTERNAL_SERVER_ERROR: 500,
} as const;
export type ErrorCode = keyof typeof errorCodes;

/**
 * An error that may leave the house: its message and extensions are written for the client.
 * Anything else that is thrown is masked.
 */
export class KompassError extends GraphQLError {
  readonly code: ErrorCode;

  /**
   * @param code one of {@link errorCodes}
   * @param extensions what a client needs to act on it
   * @param tells what a refused act tells: entered in the disclosure log, and not answered
   */
  constructor(
    code: ErrorCode,
    message: string,
    extensions: Record<string, unknown> = {},
    tells?: ToldByRefusal,
  ) {
    super(message, { extensions: { ...extensions, ...(tells ? { tells } : {}), code } });
    this.code = code;
  }
}

/** What a refused act tells of the person whom it was on, as schema coordinates: `Person` where it is no more than that. */
export interface ToldByRefusal {
  readonly personId: string;
  readonly coordinates: readonly string[];
}

/** @returns what an error of a subgraph tells, if it says so */
export function toldByRefusal({ extensions }: GraphQLError): ToldByRefusal | undefined {
  return extensions['tells'] as ToldByRefusal | undefined;
}

/** What was asked for cannot be answered now; where it was an act, it was not done. */
export function unavailable(): KompassError {
  return new KompassError('UNAVAILABLE', 'A part of Kompass is down. Try again later.');
}

/** An act was undone with another of its request. @param path under which it would have been answered */
export function notDone(path: GraphQLErrorOptions['path']): GraphQLError {
  return new GraphQLError('This was not done: another act of the request was refused.', {
    path,
    extensions: { code: 'NOT_DONE' satisfies ErrorCode },
  });
}

/** An act's answer was lost on the way. */
export function outcomeUnknown(): KompassError {
  return new KompassError(
    'OUTCOME_UNKNOWN',
    'A part of Kompass went down while this was being done, and whether it was done is not known. Look it up before you do it again.',
  );
}

/** Our fault; what it was stands in the log. @param at where in the operation and its answer it happened */
export function internalServerError(at: Pick<GraphQLErrorOptions, 'nodes' | 'path'> = {}): GraphQLError {
  return new GraphQLError('Something went wrong on our side.', {
    ...at,
    extensions: { code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode },
  });
}
