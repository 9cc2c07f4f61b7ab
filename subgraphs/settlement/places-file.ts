import { languageCodes, municipalities, occupations } from '@kompass/schema';
import { JsonValue } from './json-value.js';
import type { MunicipalityOfferRow, ReceptionCentreRow } from './rows.js';
import * as tables from './tables.js';
import { weights } from './weights.js';

/** All reception centres that there are, and what all municipalities offer. */
export interface PlacesFile {
  readonly receptionCentres: readonly ReceptionCentreRow[];
  readonly offers: readonly MunicipalityOfferRow[];
}

/** Places that were not loaded, and all that is wrong with them; nothing was written. */
export class PlacesRefused extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join('\n'));
  }
}

/** The largest `smallint`, which identifiers and places are kept as. */
const largest = 32_767;

/**
 * Reads what an officer of IMDi has written down, and looks at all of it.
 * @throws PlacesRefused with everything that is wrong with it
 */
export function readPlaces(bytes: Uint8Array): PlacesFile {
  const mistakes: string[] = [];
  const file = new JsonValue(parsed(decoded(bytes)), mistakes).members(['receptionCentres', 'offers']);
  const places = {
    receptionCentres: file?.receptionCentres.entries('id').flatMap(receptionCentre) ?? [],
    offers: file?.offers.entries('municipality').flatMap(offer) ?? [],
  };
  if (mistakes.length > 0) throw new PlacesRefused(mistakes);
  return places;
}

function receptionCentre(value: JsonValue): ReceptionCentreRow[] {
  const says = value.members(['id', 'name', 'municipality', 'places']);
  if (!says) return [];
  return [
    {
      id: says.id.wholeNumber(1, largest),
      name: says.name.text('a name of at most 100 characters in one line, with no blank around it', (name) =>
        /^(?! )[^\p{C}]{1,100}(?<! )$/u.test(name),
      ),
      municipalityNumber: municipality(says.municipality),
      places: says.places.wholeNumber(0, largest),
    },
  ];
}

function offer(value: JsonValue): MunicipalityOfferRow[] {
  const says = value.members(['municipality', 'places', 'labourDemand', 'education', 'languages', 'meets']);
  if (!says) return [];
  return [
    {
      municipalityNumber: municipality(says.municipality),
      places: says.places.wholeNumber(0, largest),
      labourDemand: labourDemand(says.labourDemand),
      education: sorted(says.education, (each) => each.oneOf(tables.educationOffer.enumValues)),
      languages: sorted(says.languages, (each) =>
        each.text('a code of ISO 639-3, such as "tir"', (code) => languageCodes().has(code)),
      ),
      meets: sorted(says.meets, (each) => each.oneOf(tables.settlementNeed.enumValues)),
      synthetic: false,
    },
  ];
}

function municipality(value: JsonValue): string {
  return value.text(
    'the number of a municipality in schema/codes/municipalities.csv, such as "0301"',
    (number) => municipalities().some((each) => each.number === number),
  );
}

function labourDemand(value: JsonValue): Readonly<Record<string, number>> {
  return Object.fromEntries(
    value.pairs().map(([group, level]) => {
      if (group.length !== 2 || !occupations().has(group))
        level.wrong(
          'is no group of occupations. It takes the two digits of one in schema/codes/occupations.csv, such as "22".',
        );
      return [group, level.wholeNumber(0, weights.demand.length - 1)];
    }),
  );
}

/** Always in one order, for the one that they were written in means nothing, and would look like other data. */
function sorted<Code extends string>(list: JsonValue, read: (entry: JsonValue) => Code | undefined): Code[] {
  return list
    .entries()
    .flatMap((entry) => read(entry) ?? [])
    .sort();
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PlacesRefused(['The file: must be UTF-8, or its æ, ø and å are lost. Save it as UTF-8.']);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as Error;
    const position = / in JSON at position (\d+)/.exec(message);
    const line = position && text.slice(0, Number(position[1])).split('\n').length;
    const says = message.slice(0, position?.index).replace(/\s+/g, ' ');
    throw new PlacesRefused([`${line ? `Line ${line}` : 'The file'}: must be JSON. ${says}.`]);
  }
}
