export { beginRelation, endRelations } from './access/relate.js';
export { relatedToCaller } from './access/related.js';
export { relation, restriction } from './access/tables.js';
export { addressOf } from './address.js';
export { loadTogether } from './batch.js';
export { CodeLists } from './code-lists.js';
export { columnsFor, type Sources, sameNames } from './columns.js';
export { readArguments, runCommand, UsageError } from './command-line.js';
export { cursorSeal } from './cursor.js';
export { DamagedFile } from './damaged-file.js';
export { openDatabase } from './database.js';
export {
  type DatabaseServer,
  dataFolder,
  operatedServer,
  postgresFolder,
  readyDatabase,
  resetDatabase,
  type StartedDatabase,
  startDatabase,
} from './database-server.js';
export { daysAfter, isBirthOfSomebodyAlive, isDay, monthsAfter, utcDay } from './day.js';
export { dufCheckDigits, isDufNumber } from './duf-number.js';
export { type Duties, startDuties } from './duties.js';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
export {
  type CommonEnvironment,
  readCommonEnvironment,
  readInteger,
  readUrl,
  SettingError,
} from './environment.js';
export { eraser } from './eraser.js';
export type { Rectification, RectificationOutcome, Said } from './execution.js';
export { grouped } from './grouped.js';
export { isUuid, noSuchPerson } from './identifier.js';
export {
  type Addressee,
  createIdentitySigner,
  type IdentitySigner,
  type IdentityVerifier,
  identityVerifier,
  remoteIdentityVerifier,
} from './identity.js';
export { openLanes } from './lanes.js';
export { expectFree, listen } from './listen.js';
export { followSavedPolicy } from './live-policy.js';
export { createLog, type Log } from './log.js';
export { prepareDatabase } from './migrate.js';
export { type Doer, organisationName, supplierName } from './organisation-name.js';
export { answerPage, countedUpTo, type Page, pageOf, pageSize } from './page.js';
export type { Client, PersonKey } from './pipeline.js';
export { prepared } from './prepared.js';
export { type Problem, type ProblemCode, Problems, type Sentence } from './problems.js';
export { progress } from './progress.js';
export { KeysUnavailable, publishedKeys } from './published-keys.js';
export {
  ask,
  askByKey,
  perSelection,
  type Reading,
  readByKey,
  readPersons,
} from './reading.js';
export { refusalOf } from './refusal.js';
export {
  openRequestTransactions,
  type RequestTransaction,
  type RequestTransactions,
} from './request-transaction.js';
export {
  type AnyRoom,
  type Duty,
  type OpenRoom,
  openRoom,
  type Room,
  type RoomContext,
  type RoomOptions,
} from './room.js';
export { CalendarDate, CountryCode, DateTime, DufNumber, LanguageCode } from './scalars.js';
export { answeredType, type Selection, selectionOf } from './selection.js';
export { warnOfSensitive } from './sensitive.js';
export { type Annex, type RoomState, serve, subgraphApp } from './serve.js';
export { type Session, sessionOver } from './session.js';
export { shortened } from './shortened.js';
export { Interrupted, stopSignal, untilSignal } from './signals.js';
export { smallestCell } from './smallest-cell.js';
export { addRow, type Rows } from './synthetic/copy.js';
export { type SyntheticPerson, storyDay, syntheticPerson } from './synthetic/person.js';
export { countyOf, receptionCentres } from './synthetic/places.js';
export { type Random, uuidOf } from './synthetic/random.js';
export { activities, interests, notes, works } from './synthetic/work.js';
export { outliveTheUnheard } from './unheard.js';
export { type Coerced, coercionOf } from './variables.js';
