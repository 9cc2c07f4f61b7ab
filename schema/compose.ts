import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { composedFrom, contractFolder, readSdl, subgraphNames } from './contract.js';

/**
 * The supergraph SDL composed from the four subgraphs' SDL.
 * @throws Error with every composition error when the four do not fit together
 */
export function compose(): string {
  const composed = composeServices(
    subgraphNames.map((name) => ({
      name,
      url: `http://${name}.kompass.invalid/graphql`,
      typeDefs: parse(readSdl(name)),
    })),
  );
  if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return `${composedFrom()}${composed.supergraphSdl.trim()}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('supergraph.graphql', contractFolder), compose());
