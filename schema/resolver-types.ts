import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema, type DocumentNode, Kind, parse } from 'graphql';
import { readSdl, subgraphNames } from './contract.js';

/**
 * TypeScript types of a subgraph's resolvers, from its SDL. A room says in `rows.ts` what its stores answer for the
 * object types that are not answered as the SDL has them.
 * @param rows the object types that `rows.ts` exports a type for, `PersonRow` for `Person`
 */
export async function resolverTypes(sdl: string, rows: readonly string[]): Promise<string> {
  const document = withoutFederation(parse(sdl));
  const config = {
    federation: true,
    useTypeImports: true,
    enumsAsTypes: true,
    immutableTypes: true,
    contextType: '../rows.js#Context',
    mappers: Object.fromEntries(rows.map((type) => [type, `../rows.js#${type}Row`])),
    scalars: {
      ID: 'string',
      DufNumber: 'string',
      CountryCode: 'string',
      LanguageCode: 'string',
      Date: 'string',
      DateTime: { input: 'string', output: 'Date | string' },
    },
  };
  return codegen({
    filename: 'resolver-types.ts',
    documents: [],
    schema: document,
    schemaAst: buildASTSchema(document, { assumeValidSDL: true }),
    config,
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
  });
}

/** The generator knows `@key` and adds what federation adds; the link to the specification would only confuse it. */
function withoutFederation({ definitions, ...rest }: DocumentNode): DocumentNode {
  return { ...rest, definitions: definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION) };
}

const [, script, name, ...rows] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const subgraph = subgraphNames.find((each) => each === name);
  if (!subgraph) throw new Error(`usage: resolver-types ${subgraphNames.join('|')} [type …]`);
  mkdirSync('generated', { recursive: true });
  writeFileSync('generated/resolver-types.ts', await resolverTypes(readSdl(subgraph), rows));
}
