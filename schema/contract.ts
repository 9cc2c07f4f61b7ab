import { readFileSync } from 'node:fs';

export const subgraphNames = ['profile', 'consent', 'guidance', 'settlement'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** Compiled to `dist/`; the SDL, the supergraph and the code lists lie beside the sources. */
export const contractFolder = new URL('../', import.meta.url);

/** @returns the SDL of a subgraph */
export function readSdl(name: SubgraphName): string {
  return readFileSync(new URL(`${name}.graphql`, contractFolder), 'utf8');
}

/** @returns the composed supergraph SDL as checked in; `npm run compose` writes it. */
export function readSupergraph(): string {
  return readFileSync(new URL('supergraph.graphql', contractFolder), 'utf8');
}
