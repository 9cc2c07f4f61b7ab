export {
  type Caller,
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
  type Asked,
  type AskedField,
  everythingAsked,
  type Operation,
  operationOf,
  readAsked,
  type Variables,
} from './asked.js';
export { isOfNobody } from './category-of.js';
export { check } from './check.js';
export {
  counties,
  countryCodes,
  countryName,
  languageCodes,
  languageName,
  municipalities,
  nationalBodies,
  type OccupationCode,
  occupations,
} from './codes.js';
export {
  contractFolder,
  readSdl,
  readSupergraph,
  type SubgraphName,
  SupergraphOutdated,
  subgraphNames,
} from './contract.js';
export {
  type ErrorCode,
  errorCodes,
  internalServerError,
  KompassError,
  notDone,
  outcomeUnknown,
  type ToldByRefusal,
  toldByRefusal,
  unavailable,
} from './errors.js';
export { type Mistake, PolicyMistakes } from './mistake.js';
export type { Policy } from './policy.js';
export { policyInForce, putInForce } from './policy-in-force.js';
export { type Reading, readingOf } from './reading.js';
export { bearsOnAdvice, type RectifiableField, type RectifiableValue, rectifiable } from './rectifiable.js';
export { ruleFor } from './ruling.js';
export { type Decision, enforce, meaningOf } from './shield.js';
export type { WrittenPolicy } from './written-policy.js';
