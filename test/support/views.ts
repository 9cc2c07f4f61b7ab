import { type Caller, operationOf, policyInForce, readAsked } from '@kompass/schema';
import { parse } from 'graphql';
import { rowCallers } from './callers.js';
import type { TestGateway } from './gateway.js';
import { type Column, ownCentreOnly, seenBy } from './matrix.js';
import { type ModelPerson, sees } from './row-model.js';

/** Something of every row of the design's matrix. */
const everything = `{
  id name age updatedAt
  registration { status missingSections { section } }
  languages { language speaking counsellorNote }
  workExperience { occupation { code } tasks }
  interests { description }
  wishes { work counsellorNote }
  guidance { entitlement appointments { status } sessions { internalNote } result { goals } employmentGuidance { assessment } }
  settlement { status municipality { number } matching { score reasons } introductionProgramme { endGoal } fullTimeProgramme { content } }
  processing { restricted objectedPurposes rightsRequests { right status } }
  disclosures { totalCount }
}`;
const query = `query ($id: ID!) { person(id: $id) ${everything} }`;

/** The column of the matrix that a caller stands in. */
function columnOf({ party, purpose }: Caller): Column {
  switch (party) {
    case 'IMDI':
      return purpose === 'DATA_SUBJECT_RIGHTS'
        ? 'IMDI_PRIVACY'
        : purpose === 'REGISTRATION'
          ? 'IMDI_REGISTRATION'
          : 'IMDI_SETTLEMENT';
    case 'CAREER_CENTRE':
      return purpose === 'CAREER_GUIDANCE' ? 'CENTRE_GUIDANCE' : 'CENTRE_REGISTRATION';
    case 'MUNICIPALITY':
      return purpose === 'FULL_TIME_PROGRAMME'
        ? 'HOST'
        : purpose === 'INTRODUCTION_PROGRAMME'
          ? 'SETTLE'
          : 'COUNSELLOR';
    default:
      return party;
  }
}

/** What the matrix refuses a column of the query, each once. */
function refusedTo(column: Column): string[] {
  const refused = new Set<string>();
  readAsked(
    policyInForce().schema,
    operationOf(parse(query), null),
    { id: '' },
    policyInForce().reading,
    (coordinate) => {
      const granted = coordinate === ownCentreOnly || seenBy.get(coordinate)?.includes(column);
      if (!granted) refused.add(coordinate);
      return !granted;
    },
  );
  return [...refused].sort();
}

/** What one caller's dashboard shows of a person. */
export interface View {
  readonly seen: boolean;
  /** What is refused, each once; what the row decides left out. */
  readonly refused: readonly string[];
}

/** Asks as everybody there is, and as the person. */
export async function views(
  gateway: TestGateway,
  id: string,
  themself: Caller,
): Promise<Readonly<Record<string, View>>> {
  const callers = Object.entries({ ...rowCallers, 'the person': themself });
  const asked = await Promise.all(
    callers.map(async ([name, caller]): Promise<[string, View]> => {
      const { data, errors } = await gateway.askAs(caller, query, { id });
      const refused = errors.map(({ extensions }) => String(extensions['coordinate'] ?? extensions['code']));
      const byRule = refused.filter((coordinate) => coordinate !== ownCentreOnly).sort();
      return [name, { seen: data?.person?.id === id, refused: byRule }];
    }),
  );
  return Object.fromEntries(asked);
}

/** What the matrix and the rows allow everybody, as the tests know them. */
export function allowedViews(person: ModelPerson, themself: Caller): Readonly<Record<string, View>> {
  const callers = Object.entries({ ...rowCallers, 'the person': themself });
  return Object.fromEntries(
    callers.map(([name, caller]) => {
      const seen = seenBy.get('Query.person')?.includes(columnOf(caller)) === true && sees(caller, person);
      return [name, { seen, refused: refusedTo(columnOf(caller)) }];
    }),
  );
}
