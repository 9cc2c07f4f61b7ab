import { type ParseArgsConfig, parseArgs } from 'node:util';
import { runProcess } from './run-process.js';

/** A command was asked for something that it does not do. */
export class UsageError extends Error {}

/**
 * Runs a command to its end. `--help` tells the usage, whatever stands beside it. What is not understood ends with exit code
 * 2, and what is wrong with it and the usage on standard error, for programs read the other.
 * @param usage what the command does, and how it is asked
 * @param run is handed what the command was given; throws UsageError before it has done anything
 */
export function runCommand(usage: string, run: (given: readonly string[]) => Promise<void>): Promise<void> {
  const given = process.argv.slice(2);
  return runProcess(async () => {
    if (given.includes('--help') || given.includes('-h')) {
      process.stdout.write(usage);
      return;
    }
    try {
      await run(given);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`${error.message}\n\n${usage}`);
      process.exitCode = 2;
    }
  });
}

type Known = NonNullable<ParseArgsConfig['options']>;

type Given<Options extends Known> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>;

/**
 * Reads what a command was given.
 * @param options which it knows
 * @param words how many it takes at most besides
 * @throws UsageError naming what is one too many, or not known
 */
export function readArguments<const Options extends Known>(
  given: readonly string[],
  options: Options,
  words: number,
): Given<Options> {
  const read = parsed(given, options);
  const excess = read.positionals[words];
  if (excess !== undefined) throw new UsageError(`One word too many: "${excess}".`);
  return read;
}

function parsed<const Options extends Known>(given: readonly string[], options: Options): Given<Options> {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    // After the first sentence Node.js explains how an option could be meant as a word.
    throw new UsageError((error as Error).message.replace(/(?<=\.) To specify .*$/s, ''));
  }
}
