import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** Values for the arguments that a field cannot do without. */
const needed: Readonly<Record<string, string>> = {
  'Query.person': 'id: "00000000-0000-4000-8000-000000000000"',
  'Query.personByDufNumber': 'dufNumber: "200205705502"',
  'Query.statistics': 'by: GENDER',
  'Query.municipality': 'number: "4601"',
  'Query.settlementWorkList': 'filter: { status: ASSIGNED }',
  'Query.settlementBatch': 'id: "00000000-0000-4000-8000-000000000000"',
  'Mutation.planSettlementBatch': 'receptionCentre: 0',
  ...Object.fromEntries(
    [
      ['assignToMunicipality', 'municipality: "4601" reason: "x"'],
      ['answerAssignment', 'accepted: true'],
      ['agreeMovingDate', 'on: "2026-01-01"'],
      ['moveToReceptionCentre', 'receptionCentre: 1'],
      ['confirmSettlement', 'on: "2026-01-01"'],
      ['moveToAnotherMunicipality', 'municipality: "4601" on: "2026-01-01"'],
      ['registerSettlementGrounds', ''],
      [
        'saveIntroductionProgramme',
        'endGoal: "x" content: [] norwegianGoal: B1 from: "2026-01-01" to: "2026-01-01"',
      ],
      ['saveFullTimeProgramme', 'endGoal: "x" content: [] from: "2026-01-01" to: "2026-01-01"'],
    ].map(([act, rest]) => [
      `Mutation.${act}`,
      `input: { personId: "00000000-0000-4000-8000-000000000000" version: 1 ${rest} }`,
    ]),
  ),
  // Nobody has such a DUF number, so nobody is admitted.
  'Mutation.admitPerson': `input: {dufNumber: "1", entry: TYPED, name: "x", birthDate: "1990-01-01", gender: FEMALE,
    citizenships: []}`,
  ...Object.fromEntries(
    [
      ['saveLanguages', 'version: 0, languages: []'],
      ['saveEducation', 'version: 0, education: []'],
      ['saveWorkExperience', 'version: 0, workExperience: []'],
      ['saveActivities', 'version: 0, activities: []'],
      ['saveInterests', 'version: 0, interests: []'],
      ['saveWishes', 'version: 0, wishes: {}'],
      ['completeRegistration', ''],
      ['reopenRegistration', ''],
    ].map(([act, rest]) => [
      `Mutation.${act}`,
      `input: {personId: "00000000-0000-4000-8000-000000000000", key: "a-key-of-the-test", ${rest}}`,
    ]),
  ),
  ...Object.fromEntries(
    [
      ['acknowledgeNotice', 'version: 1 language: NB'],
      ['adviseSettlement', ''],
      ['requestAccess', ''],
      ['requestRectification', 'input: { field: "Person.name", correction: "x" }'],
      ['requestErasure', ''],
      ['complain', 'grounds: "x"'],
      ...['withdrawRequest', 'extendTimeLimit', 'decideRequest'].map((act) => [
        act,
        `requestId: "00000000-0000-4000-8000-000000000000" ${
          { extendTimeLimit: 'months: 1 reason: "x"', decideRequest: 'decision: GRANT reason: "x"' }[act] ??
          ''
        }`,
      ]),
      ['restrictProcessing', ''],
      ['objectToProcessing', 'purpose: STATISTICS'],
      ['liftRestrictions', 'reason: "x"'],
      ['protectAddress', 'reason: "x"'],
      ['liftAddressProtection', 'reason: "x"'],
    ].map(([act, rest]) => [`Mutation.${act}`, `personId: "00000000-0000-4000-8000-000000000000" ${rest}`]),
  ),
  ...Object.fromEntries(
    [
      ['referToCareerCentre', 'personId: "0" county: "46"'],
      ['takeSelfReferral', 'personId: "0"'],
      ['endReferral', 'personId: "0" referral: "0" because: MOVED'],
      ['bookAppointment', 'personId: "0" startsAt: "2026-01-01T12:00:00Z" mode: VIDEO'],
      ['moveAppointment', 'appointment: "0" version: 1 startsAt: "2026-01-01T12:00:00Z"'],
      ['cancelAppointment', 'appointment: "0" version: 1'],
      ['recordAttendance', 'appointment: "0" version: 1 attendance: HELD'],
      ['recordSession', 'personId: "0" heldAt: "2026-01-01T12:00:00Z" interpreter: false'],
      ['amendSession', 'session: "0" version: 1 interpreter: false'],
      ['saveResultDraft', 'personId: "0" goals: [] recommendedPath: []'],
      ['shareResult', 'personId: "0" shown: ""'],
      [
        'recordEmploymentGuidance',
        'personId: "0" givenAt: "2026-01-01T12:00:00Z" assessment: "" measures: []',
      ],
      ['amendEmploymentGuidance', 'employmentGuidance: "0" version: 1 assessment: "" measures: []'],
    ].map(([act, input]) => [`Mutation.${act}`, `input: { ${input} }`]),
  ),
};

/** One way from a root to a field. */
export interface Path {
  /** Each coordinate on the way, the field itself last. */
  readonly coordinates: readonly string[];
  /** Response keys to the field. */
  readonly keys: readonly string[];
  readonly query: string;
}

interface Waiting {
  readonly type: GraphQLObjectType;
  readonly way: readonly GraphQLField<unknown, unknown>[];
  readonly names: readonly string[];
}

/** With the arguments above these find nobody, so no way leads through them. */
const isDeadEnd = (coordinate: string): boolean =>
  ['Query.me', 'Query.person', 'Query.personByDufNumber'].includes(coordinate);

/**
 * A way to each field of a schema that can be asked for: the shortest through fields that may be passed, or, where
 * there is none, the shortest.
 */
export function shortestPaths(
  schema: GraphQLSchema,
  mayPass: (coordinate: string) => boolean,
): ReadonlyMap<string, Path> {
  const anyWay = waysThrough(schema, (coordinate) => !isDeadEnd(coordinate));
  const openWay = waysThrough(schema, (coordinate) => !isDeadEnd(coordinate) && mayPass(coordinate));
  return new Map([...anyWay, ...openWay]);
}

function waysThrough(schema: GraphQLSchema, mayPass: (coordinate: string) => boolean): Map<string, Path> {
  const paths = new Map<string, Path>();
  const reached = new Set<string>();
  // An act finds nobody either, so only what no question leads to is reached through one.
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    if (root) widen({ type: root, way: [], names: [] }, mayPass, reached, paths);
  return paths;
}

function widen(
  from: Waiting,
  mayPass: (coordinate: string) => boolean,
  reached: Set<string>,
  paths: Map<string, Path>,
): void {
  const waiting = [from];
  reached.add(from.type.name);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    for (const field of Object.values(next.type.getFields())) {
      const way = [...next.way, field];
      const names = [...next.names, `${next.type.name}.${field.name}`];
      const target = getNamedType(field.type);
      paths.set(`${next.type.name}.${field.name}`, {
        coordinates: names,
        keys: way.map(({ name }) => name),
        query: `${names[0]?.startsWith('Mutation') ? 'mutation ' : ''}{ ${written(way, names)} }`,
      });
      if (isObjectType(target) && !reached.has(target.name) && mayPass(`${next.type.name}.${field.name}`)) {
        reached.add(target.name);
        waiting.push({ type: target, way, names });
      }
    }
  }
}

function written(way: readonly GraphQLField<unknown, unknown>[], names: readonly string[]): string {
  const [field, ...beneath] = way;
  const [name = '', ...rest] = names;
  if (!field) return '';
  const missing = field.args.filter(({ type }) => isNonNullType(type));
  if (missing.length > 0 && !needed[name]) throw new Error(`the test has no arguments for ${name}`);
  const args = needed[name] ? `(${needed[name]})` : '';
  const inner =
    beneath.length > 0 ? written(beneath, rest) : isLeafType(getNamedType(field.type)) ? '' : '__typename';
  return `${field.name}${args}${inner ? ` { ${inner} }` : ''}`;
}
