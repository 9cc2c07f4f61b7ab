import { abstractTypes, extendedTypes, linesThatDoNotFit, reservedNames } from './checks/lines.js';
import { deniableNonNull, grantsWithoutEffect, reachableTypes } from './checks/reach.js';
import {
  argumentsThatReadUnknown,
  argumentsThatTell,
  defaultsThatRead,
  filtersPastTheRules,
  listedNotEntered,
  listsThatTell,
  looserThanRequired,
} from './checks/reading.js';
import {
  misquotations,
  sentencesMixedUp,
  sentencesNotInLetter,
  sentencesNotQuoted,
} from './checks/sentences.js';
import {
  actsAmongData,
  categoryLinesThatDoNotFit,
  categoryMistakes,
  grantsWithoutPromise,
  openCategoryLines,
  personalOnWhatIsOpen,
  promisesWithoutGrant,
} from './checks/told.js';
import {
  charactersUnseen,
  groupsWithoutReason,
  misnamedWords,
  namelessCallers,
  namesThatMislead,
  rowWordsWithoutRow,
  shadowedWords,
  wordsThatLookElsewhere,
  wordsThatNameUnknown,
  wordsWithoutBasis,
} from './checks/words.js';
import { type Mistake, PolicyMistakes } from './mistake.js';
import type { WrittenPolicy } from './written-policy.js';

/**
 * Everything that is wrong with a policy; start-up and `npm run policy -- check` ask the same.
 * What follows from a missing or misspelt line is told only once the lines fit the schema.
 */
export function check(policy: WrittenPolicy): readonly Mistake[] {
  const lines = [
    ...extendedTypes(policy),
    ...linesThatDoNotFit(policy),
    ...abstractTypes(policy),
    ...reservedNames(policy),
    ...categoryLinesThatDoNotFit(policy),
  ];
  const words = [
    ...charactersUnseen(policy),
    ...namesThatMislead(policy),
    ...misnamedWords(policy),
    ...wordsThatLookElsewhere(policy),
    ...wordsThatNameUnknown(policy),
    ...rowWordsWithoutRow(policy),
    ...wordsWithoutBasis(policy),
    ...groupsWithoutReason(policy),
    ...shadowedWords(policy),
    ...namelessCallers(policy),
    ...sentencesNotQuoted(policy),
    ...sentencesNotInLetter(policy),
    ...sentencesMixedUp(policy),
    ...misquotations(policy),
  ];
  if (lines.length > 0) return [...lines, ...words];
  const reached = new Map(policy.callerKinds.map((caller) => [caller, reachableTypes(policy, caller)]));
  return [
    ...words,
    ...deniableNonNull(policy, reached),
    ...grantsWithoutEffect(policy, reached),
    ...openCategoryLines(policy),
    ...personalOnWhatIsOpen(policy),
    ...actsAmongData(policy),
    ...categoryMistakes(policy),
    ...grantsWithoutPromise(policy),
    ...promisesWithoutGrant(policy),
    ...looserThanRequired(policy),
    ...argumentsThatReadUnknown(policy),
    ...argumentsThatTell(policy),
    ...filtersPastTheRules(policy),
    ...defaultsThatRead(policy),
    ...listsThatTell(policy),
    ...listedNotEntered(policy),
  ];
}

/**
 * The policy, if it may be put in force.
 * @throws PolicyMistakes
 */
export function whole(policy: WrittenPolicy): WrittenPolicy {
  const mistakes = check(policy);
  if (mistakes.length > 0) throw new PolicyMistakes(mistakes);
  return policy;
}
