import { createHash } from 'node:crypto';
import type { Language } from '@kompass/schema';
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql';
import { type Data, isData } from './gather.js';
import { css } from './page-style.js';
import { nameOf, readable } from './words.js';

/** What the document says besides the data (GDPR art. 15(1)(a)–(h)). */
export interface Surroundings {
  readonly exportedAt: Date;
  readonly purposes: readonly Data[];
  readonly contactPoints: readonly Data[];
}

/** What the page may load: nothing but its own style. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Everything about a person as one document to read, print and keep. No script, nothing loaded. */
export function exportPage(
  contract: GraphQLSchema,
  person: Data,
  { exportedAt, purposes, contactPoints }: Surroundings,
  language: Language,
): string {
  const type = objectType(contract, 'Person');
  const say = texts[language];
  const fields = Object.values(type.getFields())
    .filter(({ name }) => name in person)
    .sort((one, other) => placeOf(one.name) - placeOf(other.name));
  const plain = fields.filter(isPlain);
  const sections = fields.filter((field) => !isPlain(field));
  const date = new Intl.DateTimeFormat(language === 'nb' ? 'nb-NO' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Oslo',
  }).format(exportedAt);
  const contents = [
    ['om-deg', say.you],
    ...sections.map((field) => [field.name, nameOf('Person', field, language)]),
    ['formal', say.purposes],
    ['rettigheter', say.rights],
  ];
  return `<!doctype html>
<html lang="${language === 'nb' ? 'nb' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${say.title}</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#innhold">${say.skip}</a>
<header>
<p class="house">Kompass · IMDi</p>
<h1>${say.title}</h1>
<p class="lead">${say.lead}</p>
<p class="date">${say.taken} <time datetime="${exportedAt.toISOString()}">${date}</time></p>
</header>
<nav aria-label="${say.contents}"><h2>${say.contents}</h2><ol>
${contents.map(([id, name]) => `<li><a href="#${id}">${escaped(name ?? '')}</a></li>`).join('\n')}
</ol></nav>
<main id="innhold">
<section id="om-deg"><h2>${say.you}</h2>${definitions(type, plain, person, language)}</section>
${sections.map((field) => section(field, person[field.name], language)).join('\n')}
<section id="formal"><h2>${say.purposes}</h2><p>${say.storage}</p><dl>
${purposes.map((each) => `<dt>${escaped(each['description'])}</dt><dd>${escaped(each['legalBasis'])}</dd>`).join('\n')}
</dl></section>
<section id="rettigheter"><h2>${say.rights}</h2><p>${say.rightsText}</p><dl>
${contactPoints.map((each) => `<dt>${escaped(each['name'])}</dt><dd>${[each['email'], each['url'], each['how']].filter(Boolean).map(escaped).join('<br>')}</dd>`).join('\n')}
</dl></section>
</main>
</body>
</html>
`;
}

/** In the order that a reader expects; what nobody has placed comes before who has seen it all. */
const order = [
  ...['name', 'dufNumber', 'gender', 'birthDate', 'age', 'citizenships', 'registration'],
  ...['languages', 'education', 'workExperience', 'activities', 'interests', 'wishes'],
  ...['guidance', 'settlement', 'processing'],
];
const last = ['updatedAt', 'id', 'disclosures'];
function placeOf(name: string): number {
  if (last.includes(name)) return order.length + 1 + last.indexOf(name);
  return order.includes(name) ? order.indexOf(name) : order.length;
}

/** What only a machine has a use for; it is in the JSON. */
const technical = [
  'id',
  'version',
  'shown',
  'batchId',
  'policyVersion',
  'fields',
  'organisationNumber',
  'supplierNumber',
  'text',
];
const isTechnical = (type: string, name: string): boolean =>
  technical.includes(name) && !(name === 'text' && type !== 'SharingRecipient') && type !== 'Person';

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** Types of what is the same for everybody: named in a line, `Bergen (4601), Vestland`. */
const named = ['Municipality', 'County', 'ReceptionCentre', 'CareerCentre', 'Occupation'];
const isPlain = (field: GraphQLField<unknown, unknown>): boolean => {
  const type = getNamedType(field.type);
  return !isObjectType(type) || named.includes(type.name);
};

function inALine(value: Data): string {
  const name = String(value['label'] ?? value['name'] ?? '');
  const code = value['code'] ?? value['number'];
  const within = [value['municipality'], value['county']].filter(isData).map(inALine);
  return [code ? `${name} (${code})` : name, ...within].join(', ');
}

function section(field: GraphQLField<unknown, unknown>, value: unknown, language: Language): string {
  const heading = escaped(nameOf('Person', field, language));
  return `<section id="${field.name}"><h2>${heading}</h2>${objects(field, value, language, 3)}</section>`;
}

/** What a field of objects holds: one, a list, or a list that was answered in pages. */
function objects(
  field: GraphQLField<unknown, unknown>,
  value: unknown,
  language: Language,
  level: number,
): string {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return '';
  if (isData(value) && Array.isArray(value['edges'])) return pagedList(type, value, language, level);
  if (Array.isArray(value)) return list(type, value.filter(isData), language, level);
  return (isData(value) && object(type, value, language, level)) || nothing(language);
}

function pagedList(connection: GraphQLObjectType, value: Data, language: Language, level: number): string {
  const edge = getNamedType(connection.getFields()['edges']?.type ?? connection);
  const node = isObjectType(edge) ? edge.getFields()['node'] : undefined;
  const type = node && getNamedType(node.type);
  const edges = (value['edges'] as readonly unknown[]).filter(isData);
  const nodes = edges.map((each) => each['node']).filter(isData);
  const count = `<p class="count">${texts[language].entries(nodes.length)}</p>`;
  return isObjectType(type) ? count + list(type, nodes, language, level) : count;
}

function list(type: GraphQLObjectType, values: readonly Data[], language: Language, level: number): string {
  if (values.length === 0) return nothing(language);
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => values.some((each) => !isNothing(each[name])) && !isTechnical(type.name, name),
  );
  const isFlat = fields.every(isPlain);
  if (isFlat && fields.length > 1 && fields.length <= 4) return table(type, fields, values, language);
  return `<ol class="entries">${values
    .map((each) => `<li>${object(type, each, language, level)}</li>`)
    .join('\n')}</ol>`;
}

function table(
  type: GraphQLObjectType,
  fields: readonly GraphQLField<unknown, unknown>[],
  values: readonly Data[],
  language: Language,
): string {
  const head = fields
    .map((field) => `<th scope="col">${escaped(nameOf(type.name, field, language))}</th>`)
    .join('');
  const body = values
    .map(
      (each) =>
        `<tr>${fields.map((field) => `<td>${isNothing(each[field.name]) ? '' : written(field, each[field.name], language)}</td>`).join('')}</tr>`,
    )
    .join('\n');
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function object(type: GraphQLObjectType, value: Data, language: Language, level: number): string {
  // In an entry, what is not registered goes without saying.
  const fields = Object.values(type.getFields()).filter(
    ({ name }) => !isNothing(value[name]) && !isTechnical(type.name, name),
  );
  const plain = fields.filter(isPlain);
  const nested = fields.filter((field) => !isPlain(field));
  const heading = `h${Math.min(level, 6)}`;
  return (
    definitions(type, plain, value, language) +
    nested
      .map(
        (field) =>
          `<div class="part"><${heading}>${escaped(nameOf(type.name, field, language))}</${heading}>${objects(field, value[field.name], language, level + 1)}</div>`,
      )
      .join('\n')
  );
}

function definitions(
  type: GraphQLObjectType,
  fields: readonly GraphQLField<unknown, unknown>[],
  value: Data,
  language: Language,
): string {
  if (fields.length === 0) return '';
  return `<dl>${fields
    .map(
      (field) =>
        `<div><dt>${escaped(nameOf(type.name, field, language))}</dt><dd>${written(field, value[field.name], language)}</dd></div>`,
    )
    .join('\n')}</dl>`;
}

function written(field: GraphQLField<unknown, unknown>, value: unknown, language: Language): string {
  if (isNothing(value)) return nothing(language);
  if (Array.isArray(value)) return value.map((each) => escaped(readable(field, each, language))).join('<br>');
  return escaped(isData(value) ? inALine(value) : readable(field, value, language));
}

const nothing = (language: Language) => `<span class="nothing">${texts[language].nothing}</span>`;

function objectType(contract: GraphQLSchema, name: string): GraphQLObjectType {
  const type = contract.getType(name);
  if (!isObjectType(type)) throw new Error(`the contract has no ${name}`);
  return type;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
function escaped(text: unknown): string {
  return String(text).replace(/[&<>"']/g, (each) => entities[each] ?? each);
}

const texts = {
  nb: {
    title: 'Opplysningene om deg i Kompass',
    skip: 'Til innholdet',
    contents: 'Innhold',
    lead: 'Du har rett til å se opplysningene som er registrert om deg (personvernforordningen artikkel 15). Her er alle, også hvem som har sett dem.',
    taken: 'Hentet ut',
    you: 'Om deg',
    purposes: 'Hva opplysningene brukes til',
    storage:
      'Opplysningene blir lagret i inntil 15 år. Du har selv gitt dem, eventuelt med hjelp av en veileder; navn, DUF-nummer, fødselsdato, kjønn og statsborgerskap er fra utlendingsmyndighetene. Ingen avgjørelse tas bare av en maskin: forslagene til kommune gir råd, og en navngitt saksbehandler bestemmer.',
    rights: 'Rettighetene dine, og hvor du henvender deg',
    rightsText:
      'Du kan kreve at opplysninger som er feil, blir rettet eller slettet, og at opplysningene ikke brukes. Du kan protestere mot bruken, og du kan klage.',
    nothing: 'ingenting registrert',
    entries: (count: number) => (count === 1 ? '1 oppføring' : `${count} oppføringer`),
  },
  en: {
    title: 'Your information in Kompass',
    skip: 'To the content',
    contents: 'Contents',
    lead: 'You have the right to see the information that is registered about you (GDPR article 15). Here is all of it, and who has seen it.',
    taken: 'Taken out',
    you: 'About you',
    purposes: 'What the information is used for',
    storage:
      'The information is stored for up to 15 years. You gave it yourself, with help of a counsellor if you had one; name, DUF number, date of birth, gender and citizenship are from the immigration authorities. No decision is taken by a machine alone: the proposed municipalities are advice, and a named officer decides.',
    rights: 'Your rights, and where to turn',
    rightsText:
      'You can demand that information that is wrong is corrected or erased, and that the information is not used. You can object to its use, and you can complain.',
    nothing: 'nothing registered',
    entries: (count: number) => (count === 1 ? '1 entry' : `${count} entries`),
  },
} as const;
