import { addRow, type Rows, type SyntheticPerson, uuidOf } from '@kompass/runtime';
import { counties, municipalities, nationalBodies } from '@kompass/schema';
import { contentOf, type Section, sections } from './section.js';
import type { Items } from './tables.js';

/** One in so many has a history, and the demo person: contents are large, and a million persons take long enough. */
const withHistory = 20;
const minute = 60_000;
const imdi = nationalBodies.IMDI;

/** What a synthetic person has registered, and what of it came later. */
export interface Registered {
  itemsOf<S extends Section>(section: S): readonly Items[S][];
  /** When a job in Norway was added to the work experience, as its first item. */
  readonly workAdded: Date | undefined;
}

/**
 * How often each section of a synthetic person was saved, and for some what came of it each time. Whoever's history is
 * told saved each section twice before the completion: first without the counsellor's note.
 */
export function seedHistory(person: SyntheticPerson, registered: Registered, rows: Rows): void {
  const { id, index, arrived, completedAt } = person;
  const told = index % withHistory === 0;
  const saves = savesOf(person, registered, told ? 2 : 1);
  for (const section of person.registered) {
    const { version, at } = saves.findLast((save) => save.section === section) as SeededSave;
    addRow(rows, states, id, section, version, at, null);
  }
  if (completedAt)
    for (const section of sections.filter((each) => !person.registered.includes(each)))
      addRow(rows, states, id, section, 0, null, reasonFor(person, section));
  if (!told) return;

  const who = whoRegistered(person);
  const nothing = [null, null, null, null] as const;
  addRow(rows, changes, id, arrived, 'ADMITTED', 'IMDI', imdi, ...nothing);
  const held = new Map<Section, string>();
  const tell = ({ section, version, at, items }: SeededSave): void => {
    const content = JSON.stringify(contentOf(section, items() as never));
    addRow(
      rows,
      changes,
      id,
      at,
      'SECTION_SAVED',
      ...who,
      section,
      version,
      held.get(section) ?? null,
      content,
    );
    addRow(rows, keys, id, uuidOf(index, `save ${version} of ${section}`), 'synthetic', version);
    held.set(section, content);
  };
  for (const save of saves.filter(({ at }) => !completedAt || at <= completedAt)) tell(save);
  if (!completedAt) return;
  addRow(rows, changes, id, completedAt, 'COMPLETED', ...who, ...nothing);
  for (const save of saves.filter(({ at }) => at > completedAt)) tell(save);
}

const changes =
  'profile.change (person_id, at, kind, party, organisation, section, version, "before", "after")';
const states = 'profile.section_state (person_id, section, version, saved_at, left_out_because)';
const keys = 'profile.act_key (person_id, key, digest, version)';

interface SeededSave {
  readonly section: Section;
  readonly version: number;
  readonly at: Date;
  items(): readonly { counsellorNote: string | null }[];
}

/** A person's saves in the order of time: each section so many times, and the work in Norway once more. */
function savesOf(person: SyntheticPerson, registered: Registered, times: 1 | 2): SeededSave[] {
  const { startedAt, completedAt, arrived } = person;
  const { itemsOf, workAdded } = registered;
  const count = person.registered.length * times;
  const saves = person.registered.flatMap((section, nth) => {
    const asBefore = () => itemsOf(section).slice(section === 'WORK_EXPERIENCE' && workAdded ? 1 : 0);
    return Array.from({ length: times }, (_, at) => ({
      section,
      version: at + 1,
      at: timeOf(nth * times + at + 1, count, startedAt ?? arrived, completedAt),
      items: at + 1 < times ? () => asBefore().map(withoutNote) : asBefore,
    }));
  });
  if (!workAdded || !person.registered.includes('WORK_EXPERIENCE')) return saves;
  const section = 'WORK_EXPERIENCE';
  return [...saves, { section, version: times + 1, at: workAdded, items: () => itemsOf(section) }];
}

/** The saves are spread from the start to the completion; without one, over an hour or so. */
function timeOf(nth: number, of: number, startedAt: Date, completedAt: Date | null): Date {
  const span = completedAt ? completedAt.getTime() - startedAt.getTime() : of * 7 * minute;
  return new Date(startedAt.getTime() + Math.floor((span * nth) / (of + 1)));
}

/** The municipality of the reception centre, its county's career centre, or the person alone. */
function whoRegistered({ index, random, receptionCentre }: SyntheticPerson): [string, string | null] {
  const municipality = municipalities().find(({ number }) => number === receptionCentre.municipality);
  const rung = index === 0 ? 0 : random('helper').next();
  if (rung < 0.6) return ['MUNICIPALITY', municipality?.organisationNumber ?? null];
  if (rung < 0.75) {
    const county = counties().find(({ number }) => number === municipality?.countyNumber);
    return ['CAREER_CENTRE', county?.organisationNumber ?? null];
  }
  return ['PERSON', null];
}

const withoutNote = <Item extends { counsellorNote: string | null }>(item: Item): Item => ({
  ...item,
  counsellorNote: null,
});

/** Who came young has not worked; others have had reasons of their own. */
function reasonFor({ random, bornYear, arrived }: SyntheticPerson, section: Section): string {
  if (section === 'WORK_EXPERIENCE' && arrived.getUTCFullYear() - bornYear < 18) return 'NOTHING_TO_REGISTER';
  return random(`left out ${section}`).pick(['NOTHING_TO_REGISTER', 'DOES_NOT_WISH', 'NOT_POSSIBLE_NOW']);
}
