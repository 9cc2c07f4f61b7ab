import { parentPort, workerData } from 'node:worker_threads';
import type { Newcomer, Offer } from './advice.js';
import { optimise } from './optimise.js';
import { placingOf } from './placing.js';

/** What is to be planned. */
export interface Batch {
  readonly families: readonly (readonly Newcomer[])[];
  readonly offers: readonly Offer[];
}

// Scoring and solving keep a thread busy for seconds; here it is nobody else's.
const { families, offers } = workerData as Batch;
parentPort?.postMessage(await optimise(placingOf(families, offers)));
