import { type Asked, type AskedField, isOfNobody, toldByRefusal } from '@kompass/schema';
import { type GraphQLCompositeType, type GraphQLError, getNamedType, isObjectType } from 'graphql';

// Which coordinates an answer can tell of whom: what the disclosure log may hold of an operation.

/** That there is such a person, where nothing else is told of them. */
export const personType = 'Person';

/** Persons of whom the same was answered: the coordinates, in order. That there is nothing is an answer too. */
export interface Told {
  readonly personIds: readonly string[];
  readonly coordinates: readonly string[];
}

/** What an answer can tell of whomever it is about: not of the persons beneath, of whom it tells by themselves. */
export function toldOf(field: AskedField): string[] {
  if (field.denied || field.describes) return [];
  const { beneath, tellsOfEach } = field;
  if (!beneath || isOfNobody(beneath.of.name)) return [field.coordinate];
  // That a person has a family is told of that person, too, when they have none.
  if (beneath.of.name === personType) return tellsOfEach === undefined ? [] : [tellsOfEach];
  return beneath.selections.flatMap(toldIn);
}

export function toldIn(each: Asked['selections'][number]): string[] {
  return each.kind === 'field' ? toldOf(each) : each.beneath.selections.flatMap(toldIn);
}

/** What a list tells of each person in it: what its filter reads, and what being in it means. */
export function toldOfListed({ filteredBy, tellsOfEach }: AskedField): readonly string[] {
  return tellsOfEach === undefined ? filteredBy : [...filteredBy, tellsOfEach];
}

/** Whether objects of a type answer an act on a person: what stood in its way tells of that person. */
export function answersAct(type: GraphQLCompositeType): boolean {
  const field = isObjectType(type) && !isOfNobody(type.name) ? type.getFields()['person'] : undefined;
  return field !== undefined && field.args.length === 0 && getNamedType(field.type).name === personType;
}

/** Everything that an answer can tell of anybody. */
export function coordinatesOf({ of, selections }: Asked): string[] {
  return selections.flatMap((each) =>
    each.kind === 'fragment'
      ? coordinatesOf(each.beneath)
      : [
          ...(isOfNobody(of.name) ? [] : toldOf(each)),
          ...toldOfListed(each),
          ...(each.beneath ? coordinatesOf(each.beneath) : []),
        ],
  );
}

/** What an answer tells together with its errors: a refusal of an act may tell how things stand with the person. */
export function withRefusals(disclosed: readonly Told[], errors: readonly GraphQLError[]): readonly Told[] {
  return errors.reduce((told, error) => {
    const refusal = toldByRefusal(error);
    return refusal ? alsoTold(told, refusal.personId, refusal.coordinates) : told;
  }, disclosed);
}

/** One entry for each person, whatever is told of them by what. */
function alsoTold(told: readonly Told[], personId: string, coordinates: readonly string[]): readonly Told[] {
  const before = told.find(({ personIds }) => personIds.includes(personId));
  const together = new Set([...(before?.coordinates ?? []), ...coordinates]);
  if (together.size > 1) together.delete(personType);
  return [
    ...told.filter((each) => each !== before),
    ...(before && before.personIds.length > 1
      ? [{ ...before, personIds: before.personIds.filter((each) => each !== personId) }]
      : []),
    { personIds: [personId], coordinates: [...together].sort() },
  ];
}
