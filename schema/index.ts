export {
  type Caller,
  type CallerKind,
  type Clearance,
  clearances,
  kindOf,
  type Language,
  type Party,
  type Purpose,
  parties,
  purposes,
  purposesOf,
} from './agencies.js';
export {
  type CountyCode,
  counties,
  type MunicipalityCode,
  municipalities,
  type OccupationCode,
  occupations,
} from './codes.js';
export { callerKinds, problems, ruledCoordinates } from './completeness.js';
export { readSdl, readSupergraph, type SubgraphName, subgraphNames } from './contract.js';
export { type ErrorCode, errorCodes, KompassError } from './errors.js';
export { type Policy, policyInForce, policyOf } from './policy.js';
export { readByArguments, readsOthers } from './reads.js';
export { type CallerContext, type Decision, enforce, forbidden, type Rules } from './shield.js';
