import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BenchDatabase } from './data.js';
import type { Stand } from './measure.js';
import { bodiesOf, type Operation } from './operations.js';
import { freePort, start, untilAnswered } from './processes.js';
import type { ProfileFigures, Share } from './results.js';

/** What of a V8 CPU profile is read here. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
  readonly startTime: number;
  readonly endTime: number;
}

/** How many lines of each table are shown. */
const shown = 14;

/** Profiles Kompass in one process, as `npm start` runs it in production, while it answers one operation over and over. */
export async function measureProfile(
  stand: Stand,
  database: BenchDatabase,
  operation: Operation,
): Promise<ProfileFigures> {
  const seconds = Math.max(3, stand.seconds * 3);
  const folder = await mkdtemp(join(tmpdir(), 'kompass-profile-'));
  const port = await freePort();
  const environment = { ...stand.issuer.environment, DATABASE_URL: database.url, PORT: String(port) };
  const kompass = start('gateway/dist/main.js', environment, [], ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
  try {
    const url = `http://127.0.0.1:${port}/graphql`;
    const headers = await stand.issuer.headers(operation.asker);
    const bodies = bodiesOf(operation, database.subjects);
    const [body = ''] = bodies;
    await untilAnswered(url, { method: 'POST', headers: headers[0] ?? {}, body }, [kompass]);
    const load = { url, headers, bodies, atLeastBytes: 0, refused: true };
    const loop = { connections: stand.connections };
    // Starting and getting warm come first in the profile, and are left out of it.
    await stand.generator.send({ ...load, seconds, loop });
    await stand.generator.send({ ...load, seconds, loop });
  } finally {
    await kompass.stop();
    await database.restore();
  }
  const [file = ''] = await readdir(folder);
  const profile = JSON.parse(await readFile(join(folder, file), 'utf8')) as CpuProfile;
  await rm(folder, { recursive: true });
  return { operation: operation.name, ...sharesOf(profile, seconds * 1_000_000) };
}

/**
 * Self time by where the code is from, and by function: shares of the time in which there was something to do.
 * @param last how much of the profile's end counts, in microseconds
 */
export function sharesOf(profile: CpuProfile, last: number): Pick<ProfileFigures, 'parts' | 'functions'> {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  let now = profile.startTime;
  for (const [at, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    const time = profile.timeDeltas[at] ?? 0;
    now += time;
    if (!frame || frame.functionName === '(idle)' || now < profile.endTime - last) continue;
    total += time;
    const part = partOf(frame.functionName, frame.url);
    parts.set(part, (parts.get(part) ?? 0) + time);
    const named = frame.functionName.startsWith('(') ? part : `${nameOf(frame)}, ${part}`;
    functions.set(named, (functions.get(named) ?? 0) + time);
  }
  return { parts: largest(parts, total), functions: largest(functions, total) };
}

function largest(times: ReadonlyMap<string, number>, total: number): readonly Share[] {
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, shown)
    .map(([title, time]) => ({ title, share: time / total }));
}

/** A function without a name is known by its place. */
function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  return `\`${functionName || `${basename(url)}:${lineNumber + 1}`}\``;
}

/** A package, one of our workspaces, Node.js, or what V8 does by itself. */
function partOf(functionName: string, url: string): string {
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (name) return name;
  const [, workspace] = /\/(gateway|schema|subgraphs\/[^/]+)\/dist\//.exec(url) ?? [];
  if (workspace) return `our ${workspace}`;
  if (functionName === '(program)') return 'native code outside JavaScript';
  if (functionName === '(garbage collector)') return 'garbage collector';
  return 'Node.js';
}
