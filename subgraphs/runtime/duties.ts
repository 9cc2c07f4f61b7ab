import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.js';
import { openQueue, type Queue } from './queue.js';
import type { OpenRoom } from './room.js';

/** What is done unasked: the steps of decisions, and what falls due. */
export interface Duties {
  /** Finishes what is under way, then stops. */
  close(): Promise<void>;
}

/** How often a queue is looked into, in milliseconds. */
const interval = 1_000;

/** How often a process makes sure that what falls due is in the queue, in milliseconds. */
const minute = 60_000;

/** How often a room looks for what it has still to do besides what its queue holds, in milliseconds. */
const lookRound = 600_000;

/** The queue of what a room does of decisions. */
export const stepsOf = (room: string): string => `steps-${room}`;

/**
 * Does the duties of the rooms that this process hosts. Any number of processes may: a job is one process's at a time,
 * and a step that is done twice changes nothing the second time.
 */
export async function startDuties(rooms: readonly OpenRoom[], url: string, log: Log): Promise<Duties> {
  const queue = await openQueue(url, log);
  const stopping = new AbortController();
  const loops = rooms.flatMap((room) => [
    repeat(lookRound, stopping.signal, log, () => goOn(room, log)),
    repeat(interval, stopping.signal, log, () =>
      drain(queue, stepsOf(room.name), log, ({ execution = '' }) => room.carryOut(execution)),
    ),
    ...room.duties.map(({ name, every, run }) =>
      repeat(minute, stopping.signal, log, async () => {
        await queue.oncePer(every, name);
        await drain(queue, name, log, run);
      }),
    ),
  ]);
  return {
    async close() {
      stopping.abort();
      await Promise.all(loops);
      await queue.close();
    },
  };
}

/** What a process that ended in the middle has left. */
async function goOn(room: OpenRoom, log: Log): Promise<void> {
  for (const execution of await room.openSteps())
    await room
      .carryOut(execution)
      .catch((err) => log.warn({ err }, `${room.name} could not carry out a step`));
}

/** Does what a queue holds, job by job. What fails comes again. */
async function drain(
  queue: Queue,
  name: string,
  log: Log,
  run: (data: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  for (let job = await queue.next(name); job; job = await queue.next(name)) {
    const { data, done, failed } = job;
    await run(data ?? {}).then(done, async (err) => {
      log.warn({ err, queue: name }, 'a job failed and will be tried again');
      await failed();
    });
  }
}

async function repeat(
  pause: number,
  signal: AbortSignal,
  log: Log,
  work: () => Promise<void>,
): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    // A database that does not answer answers later. Of many failures in a row the first is told.
    await work().then(
      () => {
        failing = false;
      },
      (err) => {
        if (!failing) log.warn({ err }, 'duties cannot be looked for and will be tried again');
        failing = true;
      },
    );
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
}
