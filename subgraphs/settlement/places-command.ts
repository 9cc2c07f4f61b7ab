import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  readArguments,
  readCommonEnvironment,
  readyDatabase,
  runCommand,
  stopSignal,
  UsageError,
} from '@kompass/runtime';
import { type Difference, type LoadedPlaces, loadPlaces } from './load-places.js';
import { PlacesRefused, readPlaces } from './places-file.js';
import { settlement } from './room.js';

const usage = `npm run places -- load FILE   makes the reception centres and the municipalities' offers what FILE says

FILE is JSON, and lists all of both; what it leaves out is removed:

{
  "receptionCentres": [
    { "id": 1, "name": "Arna mottak", "municipality": "4601", "places": 180 }
  ],
  "offers": [
    { "municipality": "4601", "places": 300, "labourDemand": { "22": 3, "51": 1 },
      "education": ["PRIMARY_FOR_ADULTS", "VOCATIONAL"], "languages": ["tir", "ukr"], "meets": ["KINDERGARTEN"] }
  ]
}

labourDemand is from 0, none, to 3, very large, by the two digits of a group of occupations (STYRK-08). A reception centre
with 0 places is closed. One that somebody lives at, or whose history names it, cannot be left out.
Ends with 0 when the database is as FILE says, with 1 when it is as it was; all that is wrong is then told at once.
`;

await runCommand(usage, async (given) => {
  const [verb, named] = readArguments(given, {}, 2).positionals;
  if (verb !== 'load') throw new UsageError('Say load.');
  if (named === undefined) throw new UsageError('Name the file to load.');
  try {
    const places = readPlaces(await bytesOf(named));
    const database = await readyDatabase(readCommonEnvironment(process.env), [settlement], stopSignal());
    const loaded = await loadPlaces(database.url, places).finally(() => database.leave());
    process.stdout.write(inWords(loaded));
  } catch (error) {
    if (!(error instanceof PlacesRefused)) throw error;
    process.stderr.write(`${named} was not loaded, and nothing is changed:\n${error.message}\n`);
    process.exitCode = 1;
  }
});

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PlacesRefused([
      `${resolve(file)} cannot be read (${code}). Name the file that lists the places.`,
    ]);
  }
}

function inWords({ receptionCentres, offers, synthetic }: LoadedPlaces): string {
  const invented =
    synthetic > 0 ? `The ${synthetic} synthetic offers that the database was filled with are gone.\n` : '';
  return `Reception centres: ${counted(receptionCentres)}
Offers: ${counted(offers)}
${invented}A running Kompass advises by these offers from now on, and knows the reception centres within a minute.
`;
}

function counted({ added, changed, unchanged, removed }: Difference<unknown>): string {
  return `${added.length} new, ${changed.length} changed, ${unchanged.length} unchanged, ${removed.length} removed.`;
}
