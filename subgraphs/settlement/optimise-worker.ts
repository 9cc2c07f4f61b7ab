import { parentPort, workerData } from 'node:worker_threads';
import { optimise, type Placing } from './optimise.js';

// The solver blocks its thread; here it blocks nobody else's.
parentPort?.postMessage(await optimise(workerData as Placing));
