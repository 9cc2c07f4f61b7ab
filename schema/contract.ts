import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const subgraphNames = ['profile', 'consent', 'guidance', 'settlement'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** Compiled to `dist/`; the SDL, the supergraph and the code lists lie beside the sources. */
export const contractFolder = new URL('../', import.meta.url);

/** @returns the SDL of a subgraph */
export function readSdl(name: SubgraphName): string {
  return readFileSync(new URL(`${name}.graphql`, contractFolder), 'utf8');
}

/** The supergraph that is checked in was composed from another SDL than the subgraphs have now. */
export class SupergraphOutdated extends Error {
  constructor() {
    super('schema/supergraph.graphql is not of the SDL as it is now: npm run compose');
    this.name = 'SupergraphOutdated';
  }
}

/** The first line of a supergraph: it tells what it was composed from, without composing it anew. */
export function composedFrom(): string {
  const sdl = createHash('sha256');
  for (const name of subgraphNames) sdl.update(readSdl(name));
  return `# npm run compose wrote this, from SDL ${sdl.digest('hex').slice(0, 12)}.\n`;
}

/**
 * @returns the composed supergraph SDL as checked in; `npm run compose` writes it
 * @throws SupergraphOutdated when the SDL was changed since: clients would be served another contract than is read here
 */
export function readSupergraph(): string {
  const supergraph = readFileSync(new URL('supergraph.graphql', contractFolder), 'utf8');
  if (!supergraph.startsWith(composedFrom())) throw new SupergraphOutdated();
  return supergraph;
}
