import { type Logger, pino, stdSerializers } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

/**
 * JSON lines in production, pretty in development, on standard output. Log what happened and to which request,
 * never to whom: no names, numbers, arguments, variables or answers.
 */
export function createLog(name: string, level: string, production: boolean): Log {
  const options = { name, level, base: { name }, serializers: { err: withoutDetails } };
  return production
    ? pino(options)
    : pino(
        options,
        pretty({
          sync: true,
          colorize: process.stdout.isTTY,
          ignore: 'name',
          errorLikeObjectKeys: [],
          singleLine: true,
        }),
      );
}

/** PostgreSQL puts the offending values into an error's detail and query; they may be somebody's. */
function withoutDetails(error: Error) {
  const { type, stack } = stdSerializers.err(error);
  // drizzle wraps what PostgreSQL says.
  const { code } = (error.cause ?? error) as { code?: unknown };
  const { status } = error as { status?: unknown };
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    type,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}), // of HTTP
    at: frames.slice(0, 8),
  };
}
