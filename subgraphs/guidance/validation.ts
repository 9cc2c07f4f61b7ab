import type { Problems } from '@kompass/runtime';

type Path = readonly (string | number)[];

const day = 86_400_000;
/** What is agreed further ahead is forgotten; what is recorded later than that is remembered badly. */
const aYear = 365 * day;
const longestText = 4_000;
const longestEntry = 500;

/** Notes what is wrong with the time of something to come. */
export function checkComing(at: Date, now: Date, path: Path, problems: Problems): void {
  if (at <= now)
    problems.add(path, 'IMPLAUSIBLE_DATE', {
      nb: 'Tidspunktet er passert. Velg et som ikke er det.',
      en: 'That time has passed. Choose one to come.',
    });
  else if (at.getTime() > now.getTime() + aYear)
    problems.add(path, 'IMPLAUSIBLE_DATE', {
      nb: 'Tidspunktet er mer enn et år fram i tid. Velg et tidligere.',
      en: 'That time is more than a year ahead. Choose an earlier one.',
    });
}

/** Notes what is wrong with the time of something that was done. */
export function checkPast(at: Date, now: Date, path: Path, problems: Problems): void {
  if (at > now)
    problems.add(path, 'IMPLAUSIBLE_DATE', {
      nb: 'Tidspunktet har ikke vært ennå. Registrer når det er gjennomført.',
      en: 'That time is still to come. Record it once it is done.',
    });
  else if (at.getTime() < now.getTime() - aYear)
    problems.add(path, 'IMPLAUSIBLE_DATE', {
      nb: 'Tidspunktet er mer enn et år siden. Kontroller årstallet.',
      en: 'That time is more than a year ago. Check the year.',
    });
}

/** Notes what is wrong with a text. */
export function checkText(text: string, path: Path, problems: Problems): void {
  problems.require(text.trim() !== '', path, 'REQUIRED', {
    nb: 'Teksten mangler.',
    en: 'The text is missing.',
  });
  checkNote(text, path, problems);
}

/** Notes what is wrong with a text that need not be there. */
export function checkNote(text: string, path: Path, problems: Problems): void {
  problems.require(text.length <= longestText, path, 'TOO_LONG', {
    nb: `Teksten er på ${text.length} tegn, og kan være på ${longestText}. Kort den ned.`,
    en: `The text has ${text.length} characters, and may have ${longestText}. Shorten it.`,
  });
}

/** Notes everything that is wrong with a list of short texts. */
export function checkEntries(entries: readonly string[], most: number, path: Path, problems: Problems): void {
  problems.require(entries.length > 0, path, 'REQUIRED', {
    nb: 'Skriv minst ett punkt.',
    en: 'Write at least one entry.',
  });
  problems.require(entries.length <= most, path, 'TOO_LONG', {
    nb: `Det er ${entries.length} punkter, og kan være ${most}. Slå sammen eller stryk noen.`,
    en: `There are ${entries.length} entries, and may be ${most}. Join some, or leave some out.`,
  });
  const said = entries.map((entry) => entry.trim().toLowerCase());
  for (const [at, entry] of entries.entries()) {
    problems.require(entry.trim() !== '', [...path, at], 'REQUIRED', {
      nb: 'Punktet er tomt. Skriv noe, eller stryk det.',
      en: 'This entry is empty. Write something, or leave it out.',
    });
    problems.require(entry.length <= longestEntry, [...path, at], 'TOO_LONG', {
      nb: `Punktet er på ${entry.length} tegn, og kan være på ${longestEntry}. Kort det ned.`,
      en: `This entry has ${entry.length} characters, and may have ${longestEntry}. Shorten it.`,
    });
    const first = said.indexOf(said[at] ?? '');
    problems.require(first === at || said[at] === '', [...path, at], 'DUPLICATE', {
      nb: `Det samme står i punkt ${first + 1}. Stryk det ene.`,
      en: `Entry ${first + 1} says the same. Leave one of them out.`,
    });
  }
}
