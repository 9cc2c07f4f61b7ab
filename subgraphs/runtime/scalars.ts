import { GraphQLError, GraphQLScalarType, type ValueNode } from 'graphql';
import { isDay } from './day.js';

function textScalar(name: string, accepts: (text: string) => boolean, expected: string) {
  const parse = (value: unknown, node?: ValueNode): string => {
    if (typeof value === 'string' && accepts(value)) return value;
    throw new GraphQLError(`${name} must be ${expected}.`, {
      nodes: node ?? null,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType<string, string>({
    name,
    parseValue: (value) => parse(value),
    parseLiteral: (node) => parse(node.kind === 'StringValue' ? node.value : undefined, node),
    serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  });
}

/** A DUF number. Its check digits are looked at where it is entered: IMDi can admit a person whose do not fit. */
export const DufNumber = textScalar('DufNumber', (text) => /^\d{12}$/.test(text), '12 digits');

/** `2026-01-31` */
export const CalendarDate = textScalar('Date', isDay, 'a day of the calendar such as "2026-01-31"');

/** `2026-01-31T12:00:00.000Z`; in UTC of the years 0001 to 9999, and no finer than PostgreSQL reads. */
export const DateTime = textScalar(
  'DateTime',
  (text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-](0\d|1[0-5]):\d{2})$/.test(text) &&
    isDay(text.slice(0, 10)) && // V8 reads the 30th of February as a day of March
    !Number.isNaN(Date.parse(text)) &&
    isDay(new Date(text).toISOString().slice(0, 10)),
  'a point in time with its zone such as "2026-01-31T12:00:00Z"',
);

/** ISO 3166-1 alpha-2 */
export const CountryCode = textScalar(
  'CountryCode',
  (text) => /^[A-Z]{2}$/.test(text),
  'two capital letters of ISO 3166-1 such as "UA"',
);

/** ISO 639-3 */
export const LanguageCode = textScalar(
  'LanguageCode',
  (text) => /^[a-z]{3}$/.test(text),
  'three small letters of ISO 639-3 such as "ukr"',
);
