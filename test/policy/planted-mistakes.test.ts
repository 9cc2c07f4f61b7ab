import { readFileSync } from 'node:fs';
import { contractFolder } from '@kompass/schema';
import { loadPolicy } from '@kompass/schema/load-policy';
import { casesFile, failures, readCases } from '@kompass/schema/policy-cases';
import { describe, expect, it } from 'vitest';
import { type Edit, edited, mistakesIn, placeIn } from '../support/planted.js';

/** Where the message must point: a file, and a text on the line. */
type Place = readonly [file: string, text: string];

const mistakes: readonly {
  readonly mistake: string;
  readonly edits: readonly Edit[];
  readonly at: Place;
  readonly says: RegExp;
}[] = [
  {
    mistake: 'a typo in a field',
    edits: [['profile.rules.ts', 'occupation: everyoneInTheCase', 'ocupation: everyoneInTheCase']],
    at: ['profile.rules.ts', 'ocupation:'],
    says: /WorkExperience\.ocupation has a rule but is not in .*Did you mean "WorkExperience\.occupation"/,
  },
  {
    mistake: 'a typo in a type',
    edits: [['profile.rules.ts', '  WorkExperience: {', '  WorkExperiense: {']],
    at: ['profile.rules.ts', 'occupation: everyoneInTheCase,\n    employer'],
    says: /WorkExperiense\.occupation has a rule but is not in/,
  },
  {
    mistake: 'a typo in a word',
    edits: [
      [
        'guidance.rules.ts',
        'anyone(person, nav, settlementMunicipality)',
        'anyone(person, nva, settlementMunicipality)',
      ],
    ],
    at: ['guidance.rules.ts', 'nva'],
    says: /says nva, which is neither a word nor a group.*Did you mean .*"nav"/,
  },
  {
    mistake: 'a missing rule',
    edits: [['settlement.rules.ts', '    assignedAt: everyoneInTheCase,\n', '']],
    at: ['settlement.graphql', 'assignedAt: DateTime'],
    says: /Settlement\.assignedAt has no rule, so nobody sees it: add a line for it to schema\/settlement\.rules\.ts/,
  },
  {
    mistake: 'a wildcard that opens free text',
    edits: [['profile.rules.ts', '  Activity: {\n', "  Activity: {\n    '*': everyoneInTheCase,\n"]],
    at: ['profile.rules.ts', "'*'"],
    says: /Activity\.\* opens every field there is and every field to come: name each field/,
  },
  {
    mistake: 'free text opened to NAV, one field',
    edits: [
      [
        'profile.rules.ts',
        '    years: everyoneInTheCase,\n    counsellorNote: everyoneButNav',
        '    years: everyoneInTheCase,\n    counsellorNote: everyoneInTheCase',
      ],
    ],
    at: ['profile.rules.ts', 'counsellorNote: everyoneInTheCase'],
    says: /Activity\.counsellorNote is granted to NAV for EMPLOYMENT_GUIDANCE, but the letter promises them no freeText/,
  },
  {
    mistake: '`or` with `allow`',
    edits: [
      ['profile.rules.ts', '    interests: everyoneButNav,', '    interests: or(everyoneButNav, allow),'],
    ],
    at: ['profile.rules.ts', 'or(everyoneButNav'],
    says: /Person\.interests says or\(…\): a rule is a word, a group, or anyone\(…\) of them/,
  },
  {
    mistake: '`anyone` with the word for everybody',
    edits: [['consent.rules.ts', 'anyone(person, imdi);', 'anyone(person, imdi, anyCaller);']],
    at: ['consent.rules.ts', 'const personAndController'],
    says: /names person, who can never matter beside imdi, anyCaller/,
  },
  {
    mistake: '`not`',
    edits: [['profile.rules.ts', '    interests: everyoneButNav,', '    interests: not(nav),']],
    at: ['profile.rules.ts', 'not(nav)'],
    says: /Person\.interests says not\(…\)/,
  },
  {
    mistake: 'graphql-shield imported into a rule file',
    edits: [['profile.rules.ts', '// NAV guides', "import { allow } from 'graphql-shield';\n// NAV guides"]],
    at: ['profile.rules.ts', "'graphql-shield'"],
    says: /imports allow from graphql-shield: a rule file imports the words of \.\/agencies\.js alone/,
  },
  {
    mistake: 'logic in a rule',
    edits: [
      [
        'profile.rules.ts',
        '    age: everyoneButNav',
        '    age: process.env.DEMO ? anyCaller : everyoneButNav',
      ],
    ],
    at: ['profile.rules.ts', 'process.env.DEMO'],
    says: /Person\.age does more than name who sees it/,
  },
  {
    mistake: 'swapped parties, host and settler',
    edits: [
      [
        'settlement.rules.ts',
        'anyone(person, imdi, guidingCareerCentre, hostMunicipality)',
        'anyone(person, imdi, guidingCareerCentre, settlementMunicipality)',
      ],
    ],
    at: ['settlement.rules.ts', 'fullTimeProgramme,\n  },'],
    says: /Settlement\.fullTimeProgramme is granted to MUNICIPALITY for INTRODUCTION_PROGRAMME, but the letter promises/,
  },
  {
    mistake: 'a rule on an interface but not its types',
    edits: [
      [
        'profile.graphql',
        'type Activity {',
        'interface Noted {\n  counsellorNote: String\n}\n\ntype Activity implements Noted {',
      ],
      ['profile.rules.ts', '  Activity: {', '  Noted: { counsellorNote: everyoneInTheCase },\n  Activity: {'],
    ],
    at: ['profile.rules.ts', 'Noted: {'],
    says: /Noted\.counsellorNote is a field of an interface, where no rule has any effect/,
  },
  {
    mistake: 'an interface',
    edits: [
      [
        'profile.graphql',
        'type Activity {',
        'interface Noted {\n  counsellorNote: String\n}\n\ntype Activity implements Noted {',
      ],
    ],
    at: ['profile.graphql', 'interface Noted'],
    says: /Noted is an interface or a union, which no rule protects/,
  },
  {
    mistake: 'a deniable field that is non-null',
    edits: [['profile.graphql', '  age: Int\n', '  age: Int!\n']],
    at: ['profile.graphql', 'age: Int!'],
    says: /Person\.age is non-null but can be denied, to NAV for EMPLOYMENT_GUIDANCE/,
  },
  {
    mistake: 'a shadowed word',
    edits: [['consent.rules.ts', 'anyone(person, privacyOfficer);', 'anyone(person, imdi, privacyOfficer);']],
    at: ['consent.rules.ts', 'const whoMaySeeWhoLooked'],
    says: /names privacyOfficer, who can never matter beside person, imdi/,
  },
  {
    mistake: 'a field written twice',
    edits: [
      [
        'profile.rules.ts',
        '    gender: everyoneButNav,\n',
        '    gender: everyoneButNav,\n    age: person,\n',
      ],
    ],
    at: ['profile.rules.ts', 'age: everyoneButNav'],
    says: /Person\.age is written twice, and only the last would count/,
  },
  {
    mistake: 'a grant that leads nowhere',
    edits: [
      [
        'guidance.rules.ts',
        '    measures: whoFollowsNavsGuidance,',
        '    measures: anyone(person, nav, settlementMunicipality, municipalCounsellor),',
      ],
    ],
    at: ['guidance.rules.ts', 'measures: anyone'],
    says: /EmploymentGuidance\.measures is granted to municipalCounsellor, who cannot get to it: grant what leads to it too \(Guidance\.employmentGuidance\)/,
  },
  {
    mistake: 'rule files that say different things of one field',
    edits: [['guidance.rules.ts', '    id: everyoneInTheCase,', '    id: anyone(person, imdi),']],
    at: ['profile.rules.ts', 'id: everyoneInTheCase'],
    says: /Person\.id is granted to .* here and denied in another rule file/,
  },
  {
    mistake: 'a word without a law',
    edits: [['agencies.ts', '  law: competence,\n  letter: letter.nav', "  law: '',\n  letter: letter.nav"]],
    at: ['agencies.ts', 'export const nav '],
    says: /The word nav cites no law/,
  },
  {
    mistake: 'a group that does not say why',
    edits: [
      [
        'settlement.rules.ts',
        '// «Kommunen som mottaket ligger i vil bruke opplysningene om deg til å tilpasse fulltidsprogram»\n',
        '',
      ],
    ],
    at: ['settlement.rules.ts', 'const fullTimeProgramme'],
    says: /The group fullTimeProgramme does not say why/,
  },
  {
    mistake: 'a public word on what is about a person',
    edits: [
      [
        'profile.rules.ts',
        '    name: everyoneInTheCase,\n    dufNumber',
        '    name: anyCaller,\n    dufNumber',
      ],
    ],
    at: ['agencies.ts', 'export const anyCaller '],
    says: /Person\.name is about persons and granted to the word anyCaller, which quotes nothing/,
  },
  {
    mistake: 'a field in no category',
    edits: [
      [
        'profile.graphql',
        'type Wishes {',
        'type Health {\n  diagnosis: String\n}\n\ntype Wishes {\n  health: Health',
      ],
      [
        'profile.rules.ts',
        '  Wishes: {',
        '  Health: { diagnosis: everyoneInTheCase },\n\n  Wishes: {\n    health: everyoneInTheCase,',
      ],
    ],
    at: ['profile.graphql', 'diagnosis: String'],
    says: /Health\.diagnosis is in no category.*in schema\/categories\.ts, add 'Health'/,
  },
  {
    mistake: 'a promise that no rule keeps',
    edits: [
      [
        'promises.ts',
        "          'guidingOnWork',\n        ],",
        "          'guidingOnWork',\n          'interests',\n        ],",
      ],
    ],
    at: ['promises.ts', 'EMPLOYMENT_GUIDANCE: ['],
    says: /People are told that NAV gets interests for EMPLOYMENT_GUIDANCE, and no rule grants any of it/,
  },
  {
    mistake: 'a missing comma',
    edits: [['consent.rules.ts', '    restricted: everyoneInTheCase,', '    restricted: everyoneInTheCase']],
    at: ['consent.rules.ts', 'objectedPurposes: everyoneInTheCase'],
    says: /cannot be read \(unexpected token\)/,
  },
  {
    mistake: 'a misspelt clearance',
    edits: [['agencies.ts', "includes('PRIVACY_OFFICER'),", "includes('PRIVACY_OFICER'),"]],
    at: ['agencies.ts', "includes('PRIVACY_OFICER'),"],
    says: /The word privacyOfficer names 'PRIVACY_OFICER', which is no clearance: correct it, or add it to clearances\. Did you mean "PRIVACY_OFFICER"\?$/,
  },
  {
    mistake: 'a misspelt purpose that nobody is kept out by',
    edits: [['agencies.ts', "caller.purpose !== 'STATISTICS'", "caller.purpose !== 'STATISTICKS'"]],
    at: ['agencies.ts', "'STATISTICKS'"],
    says: /The word imdi names 'STATISTICKS', which is no purpose: .* Did you mean "STATISTICS"\?$/,
  },
  {
    mistake: 'a misspelt party',
    edits: [['agencies.ts', "(caller) => caller.party === 'NAV'", "(caller) => caller.party === 'NVA'"]],
    at: ['agencies.ts', "'NVA'"],
    says: /The word nav names 'NVA', which is no party: correct it, or add it to parties\./,
  },
  {
    mistake: 'a misspelt clearance in what a party may state',
    edits: [['agencies.ts', "held.includes('PRIVACY_OFFICER')", "held.includes('PRIVACY_OFICER')"]],
    at: ['agencies.ts', "'PRIVACY_OFICER'"],
    says: /purposesOf names 'PRIVACY_OFICER', which is no party, purpose or clearance: .* Did you mean "PRIVACY_OFFICER"\?$/,
  },
  {
    mistake: 'a purpose whose name no party may state',
    edits: [['agencies.ts', "return ['EMPLOYMENT_GUIDANCE'];", "return ['CAREER_GUIDANCE'];"]],
    at: ['promises.ts', '    EMPLOYMENT_GUIDANCE: ['],
    says: /Something is promised of NAV for EMPLOYMENT_GUIDANCE, a purpose that NAV may not state/,
  },
  {
    mistake: 'a field worked out from a forbidden one',
    edits: [
      [
        'profile.graphql',
        '  interests: [Interest!]',
        '  interests: [Interest!]\n  "x"\n  chance: Int @requires(fields: "gender")',
      ],
      [
        'profile.rules.ts',
        '    interests: everyoneButNav,',
        '    interests: everyoneButNav,\n    chance: everyoneInTheCase,',
      ],
      ['categories.ts', "'Person.interests', 'Interest'", "'Person.interests', 'Person.chance', 'Interest'"],
    ],
    at: ['profile.graphql', 'chance: Int'],
    says: /Person\.chance is worked out from Person\.gender, which is denied to NAV/,
  },
  {
    mistake: 'a type extended, past every category',
    edits: [
      [
        'guidance.graphql',
        'type Mutation {',
        'extend type Education {\n  teacherRemark: String\n}\n\ntype Mutation {',
      ],
      ['guidance.rules.ts', '  Guidance: {', '  Education: { teacherRemark: person },\n  Guidance: {'],
    ],
    at: ['guidance.graphql', 'extend type Education'],
    says: /Education is extended, and what an extension adds is held against nothing: write the fields into the type Education itself/,
  },
  {
    mistake: 'operations that start at a type of another name',
    edits: [['settlement.graphql', 'type Query {', 'schema {\n  query: Query\n}\n\ntype Query {']],
    at: ['settlement.graphql', 'schema {'],
    says: /schema is extended/,
  },
  {
    mistake: 'names of persons on what is public',
    edits: [
      ['settlement.graphql', 'type Municipality {', 'type Municipality {\n  residentNames: [String!]'],
      ['settlement.rules.ts', '  Municipality: {', '  Municipality: {\n    residentNames: anyCaller,'],
    ],
    at: ['settlement.graphql', 'residentNames: ['],
    says: /Municipality\.residentNames is in no category.*add 'Municipality\.residentNames' to/,
  },
  {
    mistake: 'a name of a person in an answer to an act',
    edits: [
      ['settlement.graphql', 'type SettlementPayload {', 'type SettlementPayload {\n  personName: String'],
      ['settlement.rules.ts', '  SettlementPayload: {', '  SettlementPayload: {\n    personName: anyCaller,'],
    ],
    at: ['settlement.graphql', 'personName: String'],
    says: /SettlementPayload\.personName is in no category/,
  },
  {
    mistake: 'a public category that takes whatever comes',
    edits: [['categories.ts', "'Municipality.number',", "'Municipality',"]],
    at: ['categories.ts', "'Municipality',"],
    says: /The category published is public and holds 'Municipality', which every field to come would fit: name each field/,
  },
  {
    mistake: 'a misspelt field of any type in a category',
    edits: [['categories.ts', "'*.counsellorNote'", "'*.counselorNote'"]],
    at: ['categories.ts', "'*.counselorNote'"],
    says: /The category freeText holds '\*\.counselorNote', which is no field and no type.*Did you mean .*"\*\.counsellorNote"/,
  },
  {
    mistake: 'a word that goes by the name of another',
    edits: [['agencies.ts', "callerRule('careerCentre',", "callerRule('person',"]],
    at: ['agencies.ts', 'export const careerCentre '],
    says: /The word careerCentre calls itself 'person': call it 'careerCentre'/,
  },
  {
    mistake: 'a group of a word that is not exported',
    edits: [
      [
        'agencies.ts',
        'export const everyoneInTheCase = anyone(\n  person,',
        "const stranger = callerRule('stranger', () => true, { law: competence });\n\nexport const everyoneInTheCase = anyone(\n  stranger,\n  person,",
      ],
    ],
    at: ['agencies.ts', 'export const everyoneInTheCase '],
    says: /The group everyoneInTheCase means somebody whom no word of schema\/agencies\.ts names/,
  },
  {
    mistake: 'a word that fails when it is asked',
    edits: [
      ['agencies.ts', "(caller) => caller.party === 'NAV'", "(caller) => caller.partyy.startsWith('NAV')"],
    ],
    at: ['agencies.ts', 'export const nav '],
    says: /The word nav fails for PERSON \(Cannot read properties of undefined/,
  },
  {
    mistake: 'a promise of a sentence that there is not',
    edits: [['promises.ts', 'sentence: letter.nav,', 'sentence: letter.navv,']],
    at: ['promises.ts', 'sentence: letter.navv'],
    says: /letter\.navv is no sentence of schema\/letter\.ts: .*Did you mean .*"letter\.nav"/,
  },
  {
    mistake: 'a promise that is only its sentence',
    edits: [['promises.ts', "{ sentence: letter.identity, covers: ['admitting'] }", 'letter.identity']],
    at: ['promises.ts', '    REGISTRATION: [\n      ...imdiInTheCase'],
    says: /What is promised of IMDI for REGISTRATION lacks its sentence or what it covers: write each promise as/,
  },
  {
    mistake: 'a promise with a misspelt property',
    edits: [['promises.ts', "covers: ['admitting']", "cover: ['admitting']"]],
    at: ['promises.ts', "cover: ['admitting']"],
    says: /What is promised of IMDI for REGISTRATION has a "cover": it has sentence, covers and nothing else/,
  },
  {
    mistake: 'a category that holds nothing',
    edits: [['categories.ts', "    holds: ['*.internalNote'],\n", '']],
    at: ['categories.ts', '  guidanceNotes: {'],
    says: /The category guidanceNotes does not say what it holds/,
  },
  {
    mistake: 'a sentence without its words',
    edits: [
      [
        'letter.ts',
        "nb: 'Dette er informasjon til deg som skal registrere opplysninger om din kompetanse.'",
        "nb: ''",
      ],
    ],
    at: ['letter.ts', '  information: {'],
    says: /The sentence information is not whole/,
  },
  {
    mistake: 'a sentence cut short',
    edits: [['letter.ts', ' om din kompetanse.', '']],
    at: ['letter.ts', "    nb: 'Dette er informasjon"],
    says: /The sentence information is not in the letter that people are given \(nb, subgraphs\/consent\/notices\): quote a whole sentence/,
  },
  {
    mistake: 'a promise that rests on a sentence of its own making',
    edits: [
      ['promises.ts', 'sentence: letter.nav,', "sentence: { nb: 'NAV ser alt.', en: 'NAV sees all.' },"],
    ],
    at: ['promises.ts', '    EMPLOYMENT_GUIDANCE: ['],
    says: /What is promised of NAV for EMPLOYMENT_GUIDANCE rests on a sentence that is not in schema\/letter\.ts/,
  },
  {
    mistake: 'an argument that picks by a field and does not say by which',
    edits: [
      ['profile.graphql', '    filter: PersonFilter\n', '    filter: PersonFilter\n    olderThan: Int\n'],
    ],
    at: ['profile.graphql', 'olderThan: Int'],
    says: /Query\.persons\(olderThan\) may read a field, and nothing says which: say under `picks` in schema\/arguments\.ts/,
  },
  {
    mistake: 'a way to find persons by a number that the caller may not see',
    edits: [['profile.rules.ts', '    dufNumber: everyoneInTheCase', '    dufNumber: everyoneButNav']],
    at: ['profile.graphql', 'dufNumber: DufNumber!): Person'],
    says: /Query\.personByDufNumber\(dufNumber\) reads Person\.dufNumber, which is denied to NAV/,
  },
  {
    mistake: 'a list of persons that does not say what being in it tells',
    edits: [
      ['settlement.graphql', '  places: Int!\n}', '  places: Int!\n  guests: ResidentConnection\n}'],
      ['settlement.rules.ts', 'places: anyCaller }', 'places: anyCaller, guests: everyoneInTheCase }'],
    ],
    at: ['settlement.graphql', 'guests: ResidentConnection'],
    says: /ReceptionCentre\.guests lists persons, and nothing says what it tells of them: say under `lists` in schema\/arguments\.ts/,
  },
  {
    mistake: 'a list of persons that tells more than its reader may see',
    edits: [['settlement.rules.ts', '    receptionCentre: everyoneInTheCase', '    receptionCentre: imdi']],
    at: ['settlement.graphql', 'residents('],
    says: /Municipality\.residents tells Settlement\.receptionCentre, which is denied to/,
  },
  {
    mistake: 'a list that may be filtered by whoever may not be told whom it finds',
    edits: [
      ['profile.rules.ts', 'PersonEdge: { node: everyoneInTheCase', 'PersonEdge: { node: everyoneButNav'],
    ],
    at: ['profile.rules.ts', 'PersonEdge: { node: everyoneButNav'],
    says: /PersonEdge\.node is denied to NAV.*, who may read Query\.persons: whom that tells of could not be entered in the disclosure log: grant it to whoever may ask for Query\.persons/,
  },
  {
    mistake: 'a party without a name for people',
    edits: [
      [
        'letter.ts',
        "  RESEARCH: { nb: 'Godkjente forskningsprosjekter', en: 'Approved research projects' },\n",
        '',
      ],
    ],
    at: ['letter.ts', 'export const partyNames'],
    says: /The party RESEARCH has no name that people could read: add it to partyNames/,
  },
  {
    mistake: 'an officer who sees more by two clearances at once',
    edits: [
      [
        'agencies.ts',
        "(caller) => caller.party === 'RESEARCH'",
        "(caller) => caller.party === 'RESEARCH' || caller.clearances.length > 1",
      ],
    ],
    at: ['profile.rules.ts', '    statistics,\n'],
    says: /Query\.statistics is granted to .*NAV PRIVACY_OFFICER ADDRESS_PROTECTED for EMPLOYMENT_GUIDANCE.*, but the letter promises them no statistics/,
  },
  {
    mistake: 'a second list of rules, of which the last would count',
    edits: [
      [
        'profile.rules.ts',
        'export const profileRules = {',
        'const more = { Person: { age: person } };\n\nexport const profileRules = {',
      ],
    ],
    at: ['profile.rules.ts', 'export const profileRules'],
    says: /has a second list of rules, profileRules: write all rules of the room in one/,
  },
  {
    mistake: 'a group that is called as a word is',
    edits: [
      ['profile.rules.ts', '// NAV guides', '// As NAV.\nconst nav = anyone(person, imdi);\n\n// NAV guides'],
    ],
    at: ['profile.rules.ts', 'const nav '],
    says: /calls a group nav, as a word is called: give the group a name of its own/,
  },
  {
    mistake: 'a word imported under the name of another',
    edits: [['profile.rules.ts', '  imdiStatistics,\n', '  nav as imdiStatistics,\n']],
    at: ['profile.rules.ts', 'nav as imdiStatistics'],
    says: /calls a word of \.\/agencies\.js otherwise, imdiStatistics: import each word under its own name/,
  },
  {
    mistake: 'a file imported for what it does',
    edits: [['profile.rules.ts', '// NAV guides', "import './more.js';\n// NAV guides"]],
    at: ['profile.rules.ts', "import './more.js'"],
    says: /imports \.\/more\.js for what it does/,
  },
  {
    mistake: 'a word that means more from a day on',
    edits: [
      [
        'agencies.ts',
        "(caller) => caller.party === 'NAV'",
        "(caller) => caller.party === 'NAV' || Date.now() > 9e15",
      ],
    ],
    at: ['agencies.ts', 'Date.now()'],
    says: /looks at Date, which is not in the policy/,
  },
  {
    mistake: 'a word that counts how often it is asked',
    edits: [
      ['agencies.ts', 'export const nav ', 'let asked = 0;\nexport const nav '],
      [
        'agencies.ts',
        "(caller) => caller.party === 'NAV'",
        "(caller) => caller.party === 'NAV' || (asked += 1) > 9e9",
      ],
    ],
    at: ['agencies.ts', '(asked += 1)'],
    says: /changes what is said \(asked \+= 1\)/,
  },
  {
    mistake: 'a word that leaves it to something else to decide',
    edits: [
      [
        'agencies.ts',
        'export const nav ',
        "const works = (caller: CallerKind) => caller.party === 'NAV';\nexport const nav ",
      ],
      ['agencies.ts', "'nav', (caller) => caller.party === 'NAV'", "'nav', (caller) => works(caller)"],
    ],
    at: ['agencies.ts', 'export const nav '],
    says: /The word nav looks at more than the caller and the row \(works\(caller\)\)/,
  },
  {
    mistake: 'a promise on one machine alone',
    edits: [
      [
        'promises.ts',
        '      givesTheLetter,\n',
        "      ...(process.env['DEMO'] ? imdiInTheCase : []),\n      givesTheLetter,\n",
      ],
    ],
    at: ['promises.ts', "process.env['DEMO']"],
    says: /looks at process, which is not in the policy/,
  },
  {
    mistake: 'a party promised twice, of which the last would count',
    edits: [
      ['promises.ts', '\n  RESEARCH: {', '\n  NAV: { EMPLOYMENT_GUIDANCE: imdiInTheCase },\n\n  RESEARCH: {'],
    ],
    at: ['promises.ts', 'NAV: { EMPLOYMENT_GUIDANCE: imdiInTheCase }'],
    says: /says NAV twice, and only the last would count: keep one of them/,
  },
  {
    mistake: 'a promise that is worked out when it is read',
    edits: [['promises.ts', "covers: ['admitting']", "get covers() { return ['admitting'] as const; }"]],
    at: ['promises.ts', 'get covers()'],
    says: /works out a name or a value/,
  },
  {
    mistake: 'a promise of a party that there is not',
    edits: [['promises.ts', '  NAV: {\n', '  toString: {},\n  NAV: {\n']],
    at: ['promises.ts', '  toString: {}'],
    says: /Something is promised of toString, which is no party/,
  },
  {
    mistake: 'a party listed twice',
    edits: [['agencies.ts', "'NAV', 'MUNICIPALITY'", "'NAV', 'NAV', 'MUNICIPALITY'"]],
    at: ['agencies.ts', 'export const parties '],
    says: /parties lists NAV twice/,
  },
  {
    mistake: 'two clearances by which callers would be called the same',
    edits: [['agencies.ts', "'PRIVACY_OFFICER', 'ADDRESS_PROTECTED'", "'PRIVACY_OFFICER', 'PRIVACY_CLERK'"]],
    at: ['agencies.ts', 'export const clearances '],
    says: /The clearances PRIVACY_OFFICER and PRIVACY_CLERK begin alike/,
  },
  {
    mistake: 'the DUF number among what is published',
    edits: [
      ['categories.ts', "'Person.name', 'Person.dufNumber'", "'Person.name'"],
      ['categories.ts', "'Query.municipality',", "'Query.municipality',\n      'Person.dufNumber',"],
    ],
    at: ['profile.graphql', 'dufNumber: DufNumber\n'],
    says: /Person\.dufNumber is open to others in schema\/categories\.ts, and \w+ beside it is about persons: hold it in a category that is promised/,
  },
  {
    mistake: 'who a person is, called anonymous',
    edits: [
      [
        'categories.ts',
        "holds: ['Person.name', 'Person.dufNumber'],",
        "holds: ['Person.name', 'Person.dufNumber'],\n    anonymous: true,",
      ],
    ],
    at: ['profile.graphql', 'name: String\n  "DUF number'],
    says: /Person\.name is open to others in schema\/categories\.ts/,
  },
  {
    mistake: 'names of persons, promised, on a municipality, of which the log tells nobody',
    edits: [
      ['settlement.graphql', 'type Municipality {', 'type Municipality {\n  residentNames: [String!]'],
      [
        'settlement.rules.ts',
        '  Municipality: {',
        '  Municipality: {\n    residentNames: everyoneInTheCase,',
      ],
      ['categories.ts', "'Person.name',", "'Person.name', 'Municipality.residentNames',"],
    ],
    at: ['settlement.graphql', 'residentNames: ['],
    says: /Municipality\.residentNames is about persons, and \w+ beside it is open to others/,
  },
  {
    mistake: 'a category that is public in a text',
    edits: [
      ['categories.ts', "holds: ['*.counsellorNote'],", "holds: ['*.counsellorNote'],\n    public: 'no',"],
    ],
    at: ['categories.ts', '  freeText: {'],
    says: /The category freeText is neither public nor not/,
  },
  {
    mistake: 'free text told of as something that is done',
    edits: [
      ['categories.ts', "holds: ['*.counsellorNote'],", "holds: ['*.counsellorNote'],\n    act: true,"],
    ],
    at: ['categories.ts', '  freeText: {'],
    says: /Wishes\.counsellorNote is seen, and the category freeText is of what is done/,
  },
  {
    mistake: 'a type called as what only the gateway reads, past every category',
    edits: [
      [
        'profile.graphql',
        'type Activity {',
        'type _Remark {\n  text: String\n}\n\ntype Activity {\n  remark: _Remark',
      ],
      [
        'profile.rules.ts',
        '  Activity: {',
        '  _Remark: { text: anyCaller },\n  Activity: {\n    remark: everyoneInTheCase,',
      ],
    ],
    at: ['profile.graphql', 'type _Remark'],
    says: /_Remark begins with "_"/,
  },
  {
    mistake: 'a sentence of another in its place',
    edits: [
      [
        'letter.ts',
        "nb: 'Arbeids- og velferdsetaten (NAV) kan bruke opplysningene om deg til å gi deg veiledning om muligheten til å få arbeid i Norge.'",
        "nb: 'Karriereveilederen vil dele resultatet av veiledningen med kommunen, IMDi og NAV.'",
      ],
    ],
    at: ['letter.ts', '  nav: {'],
    says: /The sentence nav is sharedResult once more/,
  },
  {
    mistake: 'a sentence that says something else in English',
    edits: [
      [
        'letter.ts',
        "en: 'The Labour and Welfare Administration (NAV) can use the information about you to guide you on the possibility of getting work in Norway.'",
        "en: 'The career counsellor will share the result of the guidance with the municipality, IMDi and NAV.'",
      ],
    ],
    at: ['letter.ts', '  nav: {'],
    says: /The sentence nav is another one in English than in bokmål/,
  },
  {
    mistake: 'a comment that quotes what people were not told',
    edits: [
      ['settlement.rules.ts', 'til å tilpasse fulltidsprogram»', 'til å tilpasse fulltidsprogram og annet»'],
    ],
    at: ['settlement.rules.ts', 'til å tilpasse fulltidsprogram og annet»'],
    says: /The comment quotes «Kommunen som mottaket ligger i .* og annet», which is not in the letter/,
  },
  {
    mistake: 'a word with a letter of another alphabet',
    edits: [
      [
        'agencies.ts',
        '/** An approved research project. */',
        "export const n\u0430v = callerRule('n\u0430v', (caller) => caller.party === 'RESEARCH', {\n  law: competence,\n  letter: letter.nav,\n});\n\n/** An approved research project. */",
      ],
    ],
    at: ['agencies.ts', 'export const n\u0430v '],
    says: /The name n\u0430v holds other letters than a to z/,
  },
  {
    mistake: 'a line that reads otherwise than it is written',
    edits: [
      [
        'profile.rules.ts',
        'counsellorNote: everyoneButNav, // free text',
        'counsellorNote: everyoneButNav, // \u202Efree',
      ],
    ],
    at: ['profile.rules.ts', '\u202Efree'],
    says: /The line holds a character that is not seen \(U\+202E\)/,
  },
  {
    mistake: 'an act left to a row that there is not yet',
    edits: [
      ['guidance.rules.ts', '    recordSession: guidingCareerCentre', '    recordSession: ownCareerCentre'],
    ],
    at: ['guidance.rules.ts', '    recordSession: ownCareerCentre'],
    says: /Mutation\.recordSession is granted to ownCareerCentre, which looks at a row, and there is none yet/,
  },
  {
    mistake: 'an order within an input that nobody looks into',
    edits: [
      [
        'profile.graphql',
        'input PersonFilter {',
        'input Search {\n  by: PersonOrder\n}\n\ninput PersonFilter {',
      ],
      ['profile.graphql', '    filter: PersonFilter\n', '    filter: PersonFilter\n    search: Search\n'],
      [
        'arguments.ts',
        "  'Query.person(id)'",
        "  'Query.persons(search)': 'Person.id',\n  'Query.person(id)'",
      ],
    ],
    at: ['profile.graphql', '  by: PersonOrder'],
    says: /Search\.by holds PersonOrder, whose reading is not looked for in Search/,
  },
  {
    mistake: 'a filter beneath a field, where nothing holds it against the rules',
    edits: [
      ['profile.graphql', '  languages: [Language!]\n', '  languages(filter: LanguageFilter): [Language!]\n'],
    ],
    at: ['profile.graphql', 'languages(filter'],
    says: /Person\.languages\(filter\) filters or orders, where only fields of Query are held against what that reads/,
  },
  {
    mistake: 'an order by age where none is stated',
    edits: [['profile.graphql', 'orderBy: PersonOrder = UPDATED_DESC', 'orderBy: PersonOrder = AGE_ASC']],
    at: ['profile.graphql', 'orderBy: PersonOrder'],
    says: /Query\.persons\(orderBy\) reads Person\.age where nothing is said, which is denied to NAV/,
  },
  {
    mistake: 'an order that reads a field that there is not',
    edits: [['arguments.ts', "'PersonOrder.AGE_ASC': 'Person.age'", "'PersonOrder.AGE_ASC': 'Person.old'"]],
    at: ['arguments.ts', "'PersonOrder.AGE_ASC'"],
    says: /PersonOrder\.AGE_ASC reads Person\.old, which is not in the schema/,
  },
];

describe('a planted mistake is named by file and line, with what to do', () => {
  it.each(mistakes)('$mistake', ({ edits, at: [file, text], says }) => {
    const sources = edited(...edits);
    const found = mistakesIn(sources).map((each) => ({
      at: `${each.file}:${each.line}`,
      says: `${each.coordinate ?? ''} ${each.says}: ${each.remedy}`.trim(),
    }));
    expect(found).toContainEqual({ at: placeIn(sources, file, text), says: expect.stringMatching(says) });
  });
});

/** What is whole and promised, but not what was meant: only a test of the policy knows. */
const slips: typeof mistakes = [
  {
    mistake: 'a field taken from NAV along with the free text',
    edits: [['profile.rules.ts', 'tasks: everyoneInTheCase', 'tasks: everyoneButNav']],
    at: ['profile.rules.ts', 'tasks: everyoneButNav'],
    says: /WorkExperience\.tasks is not seen by NAV for EMPLOYMENT_GUIDANCE, against schema\/policy\.test\.txt:\d+/,
  },
  {
    mistake: 'an internal note opened to every career centre',
    edits: [
      ['guidance.rules.ts', 'anyone(person, ownCareerCentre)', 'anyone(person, careerCentreGuiding)'],
      ['guidance.rules.ts', '  ownCareerCentre,', '  careerCentreGuiding,'],
      [
        'agencies.ts',
        '/** The very career centre',
        "export const careerCentreGuiding = callerRule(\n  'careerCentreGuiding',\n  (caller) => caller.party === 'CAREER_CENTRE' && caller.purpose === 'CAREER_GUIDANCE',\n  { law: competence, letter: letter.careerCounsellor },\n);\n\n/** The very career centre",
      ],
    ],
    at: ['guidance.rules.ts', 'internalNote:'],
    says: /GuidanceSession\.internalNote is not left to the row to decide for CAREER_CENTRE for CAREER_GUIDANCE/,
  },
  {
    mistake: 'the privacy officer’s decisions given to the case officer, in the promise too',
    edits: [
      ['consent.rules.ts', 'liftRestrictions: privacyOfficer', 'liftRestrictions: imdi'],
      [
        'promises.ts',
        "'claimingRights'] },\n  { sentence: letter.statistics",
        "'claimingRights', 'decidingOnRights'] },\n  { sentence: letter.statistics",
      ],
    ],
    at: ['consent.rules.ts', 'liftRestrictions: imdi'],
    says: /Mutation\.liftRestrictions is seen by IMDI for REGISTRATION and IMDI for SETTLEMENT, against/,
  },
];

describe('a mistake that only the policy tests can know of is named by file and line', () => {
  it.each(slips)('$mistake', ({ edits, at: [file, text], says }) => {
    const sources = edited(...edits);
    expect(mistakesIn(sources)).toEqual([]);
    const policy = loadPolicy(sources);
    const found = failures(
      policy,
      readCases(policy, readFileSync(new URL(casesFile, contractFolder), 'utf8')),
    );
    expect(
      found.map((each) => ({ at: `${each.file}:${each.line}`, says: `${each.coordinate} ${each.says}` })),
    ).toContainEqual({
      at: placeIn(sources, file, text),
      says: expect.stringMatching(says),
    });
  });
});
