import { type Asked, type AskedField, isOfNobody } from '@kompass/schema';
import { type GraphQLCompositeType, getNamedType, isObjectType } from 'graphql';

// Which coordinates an answer can tell of whom: what the disclosure log may hold of an operation.

/** That there is such a person, where nothing else is told of them. */
export const personType = 'Person';

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
