import { type Caller, municipalities } from '@kompass/schema';
import { organisations } from './callers.js';

/** What of a person decides who sees them, as the test knows it: the design's § 6 said once more, without SQL. */
export interface ModelPerson {
  readonly dufNumber: string;
  readonly completed: boolean;
  /** Municipality of the reception centre; `undefined` once moved away. */
  readonly host?: string | undefined;
  readonly assigned?: string | undefined;
  readonly settled?: string | undefined;
  /** County of the career centre. */
  readonly referred?: string | undefined;
  readonly restricted: boolean;
  readonly objections: readonly string[];
  readonly protected: boolean;
}

const municipalityOf: Readonly<Record<string, string>> = Object.fromEntries(
  municipalities().map(({ organisationNumber, number }) => [organisationNumber, number]),
);
const countyOf: Readonly<Record<string, string>> = {
  [organisations.vestland]: '46',
  [organisations.rogaland]: '11',
};

/** Whether the caller sees the person. */
export function sees(caller: Caller, person: ModelPerson): boolean {
  if (caller.party === 'PERSON') return caller.dufNumber === person.dufNumber;
  return isRelated(caller, person) && !isHidden(caller, person);
}

function isRelated({ party, purpose, organisation = '' }: Caller, person: ModelPerson): boolean {
  const municipality = municipalityOf[organisation];
  switch (party) {
    case 'IMDI':
      return organisation === organisations.imdi;
    case 'NAV':
      return organisation === organisations.nav && person.completed;
    case 'MUNICIPALITY': {
      if (!municipality) return false;
      const host = person.host === municipality;
      const settler = person.assigned === municipality || person.settled === municipality;
      if (purpose === 'FULL_TIME_PROGRAMME') return host;
      if (purpose === 'INTRODUCTION_PROGRAMME') return settler;
      return host || settler;
    }
    case 'CAREER_CENTRE': {
      const county = countyOf[organisation];
      if (!county) return false;
      const counties = [person.host, person.assigned, person.settled].map(
        (each) => municipalities().find(({ number }) => number === each)?.countyNumber,
      );
      return counties.includes(county) || person.referred === county;
    }
    default:
      return false;
  }
}

function isHidden({ party, purpose, clearances }: Caller, person: ModelPerson): boolean {
  if (person.protected && !clearances.includes('ADDRESS_PROTECTED')) return true;
  if (party === 'IMDI' && purpose === 'DATA_SUBJECT_RIGHTS') return false;
  return person.restricted || person.objections.includes(purpose);
}
