import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Who asks, and for what. */
export interface Asker {
  readonly purpose: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

const asker = (purpose: string, organisation: string, scope: string): Asker => ({
  purpose,
  claims: {
    consumer: { authority: 'iso6523-actorid-upis', ID: `0192:${organisation}` },
    scope: `imdi:kompass.${scope}`,
    client_id: 'bench',
    sub: 'bench-officer',
  },
});
const nav = asker('EMPLOYMENT_GUIDANCE', '889640782', 'nav');
const imdi = asker('SETTLEMENT', '987879696', 'controller');

/** Persons that operations on one person take turns with. */
export interface Subjects {
  /** With every section registered, a shared result and a programme. */
  readonly deep: readonly string[];
  /** At a reception centre, to be moved to another. */
  readonly movable: readonly string[];
}

/** Something a client does. */
export interface Operation {
  readonly name: string;
  /** In a table's head. */
  readonly title: string;
  readonly asker: Asker;
  readonly query: string;
  /** The variables of the requests, sent in turn. */
  variables(subjects: Subjects): readonly Readonly<Record<string, unknown>>[];
  /** At most so many requests at a time, where an answer takes long. */
  readonly connections?: number;
}

const onePerson = `query OnePerson($id: ID!) {
  person(id: $id) {
    id name dufNumber citizenships gender age updatedAt
    registration { status startedAt completedAt helpedBy }
    languages { language name motherTongue listening reading speaking writing counsellorNote }
    education { level field country years endYear completed recognisedInNorway counsellorNote }
    workExperience { occupation { code label } employer country from to tasks counsellorNote }
    activities { description years counsellorNote }
    interests { description counsellorNote }
    wishes { education work occupation { code label } longTermGoal counsellorNote }
    processing { restricted objectedPurposes acknowledgements { noticeVersion language acknowledgedAt } }
    guidance {
      careerCentre { name } appointments { startsAt mode status } sessions { heldAt interpreter }
      result { sharedAt goals recommendedPath }
    }
    settlement {
      status receptionCentre { name } municipality { number name } assignedAt settledAt
      introductionProgramme { endGoal content norwegianGoal from to } fullTimeProgramme { content from to }
    }
  }
}`;

/** Twenty fields of each person, from four subgraphs; NAV may see them all. */
const list = (first: number) => `query List {
  persons(first: ${first}) {
    edges {
      node {
        id name dufNumber
        registration { status }
        languages { name motherTongue speaking }
        education { level field }
        workExperience { occupation { label } from to }
        wishes { work longTermGoal }
        processing { restricted objectedPurposes }
        guidance { result { goals sharedAt } }
        settlement { status municipality { name } }
      }
    }
    pageInfo { hasNextPage }
  }
}`;

const search = `query Search {
  persons(filter: { occupation: "7", language: { language: "ukr", atLeast: B1 } }, orderBy: NAME_ASC, first: 20) {
    edges { node { name workExperience { occupation { code label } tasks } settlement { status municipality { name } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const move = `mutation Move($id: ID!, $centre: Int!) {
  moveToReceptionCentre(input: { personId: $id, receptionCentre: $centre }) {
    person { id settlement { status receptionCentre { id name } } }
  }
}`;

/** The example that the landing page offers NAV: it asks for the counsellor's notes too, which NAV may not see. */
const dashboard = readFileSync(
  join(
    dirname(createRequire(import.meta.url).resolve('@kompass/gateway')),
    '../src/landing/examples/1-nav-dashboard.graphql',
  ),
  'utf8',
);

const once = () => [{}];

export const operations: readonly Operation[] = [
  {
    name: 'one-person',
    title: 'one person, deep',
    asker: imdi,
    query: onePerson,
    variables: ({ deep }) => deep.map((id) => ({ id })),
  },
  { name: 'list-50', title: 'list of 50', asker: nav, query: list(50), variables: once },
  { name: 'list-500', title: 'list of 500', asker: nav, query: list(500), variables: once, connections: 4 },
  { name: 'dashboard', title: "NAV's dashboard", asker: nav, query: dashboard, variables: once },
  { name: 'search', title: 'search', asker: nav, query: search, variables: once },
  {
    name: 'mutation',
    title: 'a move (mutation)',
    asker: imdi,
    query: move,
    variables: ({ movable }) => movable.map((id, at) => ({ id, centre: 1 + (at % 8) })),
  },
];

export const operationNames = operations.map(({ name }) => name);

/** @throws Error when there is none of that name */
export function operation(name: string): Operation {
  const found = operations.find((each) => each.name === name);
  if (!found) throw new Error(`there is no operation ${name}`);
  return found;
}

/** The bodies of an operation's requests, sent in turn. */
export function bodiesOf({ query, variables }: Operation, subjects: Subjects): readonly string[] {
  return variables(subjects).map((each) => JSON.stringify({ query, variables: each }));
}
