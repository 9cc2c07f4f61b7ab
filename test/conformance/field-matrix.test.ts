import { Supergraph } from '@apollo/federation-internals';
import { readSupergraph } from '@kompass/schema';
import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, transports } from '../support/gateway.js';
import { type Column, callersOf, columns, ownCentreOnly, seenBy } from '../support/matrix.js';
import { type Path, shortestPaths } from '../support/paths.js';

const api: GraphQLSchema = Supergraph.build(readSupergraph()).apiSchema().toGraphQLJSSchema();

it('has every coordinate of the supergraph in the matrix, and no other', () => {
  expect([...shortestPaths(api, () => true).keys()].sort()).toEqual([...seenBy.keys()].sort());
});

describe.each(transports)('the field matrix, subgraphs %s', (transport) => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway(transport);
  });
  afterAll(() => gateway.close());

  const cases = columns.flatMap((column) =>
    callersOf[column].purposes.map((purpose) => ({ column, purpose, caller: callersOf[column].caller })),
  );

  it.each(cases)(
    '$column for $purpose sees what is granted and nothing else',
    async (each) => {
      const paths = shortestPaths(api, (coordinate) => isGranted(coordinate, each.column));
      for (const [coordinate, path] of paths) {
        if (coordinate === ownCentreOnly && each.column === 'CENTRE_GUIDANCE') continue; // the row decides
        const answer = await gateway.ask(each.caller, each.purpose, path.query);
        // An act on nobody is granted to whoever may act, and then finds nobody.
        const refused = answer.errors
          .filter(({ extensions }) => extensions['code'] !== 'NOT_FOUND')
          .map(({ extensions }) => [extensions['code'], extensions['coordinate']]);
        const wall = firstDenied(path, each.column);
        expect({ coordinate, refused }).toEqual({ coordinate, refused: wall ? [['FORBIDDEN', wall]] : [] });
        if (wall) expect(valuesAt(answer.data, path.keys), coordinate).toEqual([]);
      }
    },
    120_000,
  );

  it('shows the registered person a value in everything that is registered', async () => {
    // What the demo person, settled and with nothing missing, has no value in.
    const empty = [
      ...['section', 'affects', 'reason'].map((field) => `MissingSection.${field}`),
      ...['path', 'code', 'message'].map((field) => `Problem.${field}`),
      ...['AcknowledgeNotice', 'RightsRequest', 'Complaint', 'SaveSection', 'Registration'].flatMap((act) =>
        ['person', 'version', 'problems', 'warnings', 'acknowledgement'].map(
          (field) => `${act}Payload.${field}`,
        ),
      ),
      'ComplaintPayload.supervisoryAuthority',
      ...['GuidanceResult.outdatedSince', 'MatchingBasis.outdatedSince', 'SettlementEvent.receptionCentre'],
      ...[
        'RightsRequest.extensionReason',
        'RightsRequest.extendedBy',
        'RightsRequest.supervisoryAuthority',
        'RightsRequest.reminders',
        'Reminder.kind',
        'Reminder.at',
      ],
      'Processing.noticeToAcknowledge',
      ...['Processing.heldBack', 'HeldBack.reason', 'HeldBack.since'],
      'Processing.addressProtections',
      ...['protectedAt', 'protectedBy', 'reason', 'liftedAt', 'liftedBy', 'liftingReason'].map(
        (field) => `AddressProtection.${field}`,
      ),
      ...['name', 'birthDate', 'gender', 'citizenships'].map((field) => `SectionContent.${field}`),
      ...['Change.leftOut', 'Change.acknowledged', 'LeftOutSection.section', 'LeftOutSection.reason'],
      ...['person', 'problems', 'warnings'].map((field) => `SettlementPayload.${field}`),
      ...['section', 'cost', 'text'].map((field) => `MissingGround.${field}`),
      ...['Settlement.batchAdvice', 'MatchingBasis.missing'],
      ...['batchId', 'madeAt', 'quality', 'match'].map((field) => `BatchAdvice.${field}`),
      ...['Referral.endedAt', 'Referral.endedBecause'],
      ...['Settlement.receptionCentre', 'RightsRequest.purpose', 'Disclosure.organisationNumber'],
      ...['Disclosure.supplier', 'Disclosure.supplierNumber'],
      ...['Query.person', 'Query.personByDufNumber', 'Processing.objectedPurposes'],
      ...[
        'Registration.missingSections',
        'ResidentConnection.edges',
        'ResidentEdge.node',
        'ResidentEdge.cursor',
      ],
    ];
    const granted = [...shortestPaths(api, (coordinate) => isGranted(coordinate, 'PERSON'))].filter(
      ([coordinate, { coordinates }]) =>
        isGranted(coordinate, 'PERSON') &&
        !empty.includes(coordinate) &&
        // What only an act answers is empty until there is one.
        !coordinates[0]?.startsWith('Mutation.'),
    );
    const without: string[] = [];
    for (const [coordinate, { query, keys }] of granted) {
      const { data } = await gateway.ask('person', 'DATA_SUBJECT_RIGHTS', query);
      if (valuesAt(data, keys).length === 0) without.push(coordinate);
    }
    expect(without).toEqual([]);
  });
});

function isGranted(coordinate: string, column: Column): boolean {
  return seenBy.get(coordinate)?.includes(column) ?? false;
}

/** The first coordinate on the way that the column is not granted. */
function firstDenied({ coordinates }: Path, column: Column): string | undefined {
  return coordinates.find((coordinate) => !isGranted(coordinate, column));
}

/** All values at the end of a path, lists opened; nulls on the way and at the end left out. */
function valuesAt(data: unknown, keys: readonly string[]): unknown[] {
  if (data === null || data === undefined) return [];
  if (Array.isArray(data)) return data.flatMap((each) => valuesAt(each, keys));
  const [key, ...rest] = keys;
  if (key === undefined) return [data];
  return valuesAt((data as Record<string, unknown>)[key], rest);
}
