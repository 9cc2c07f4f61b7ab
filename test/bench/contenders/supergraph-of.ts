import { readSupergraph, subgraphNames } from '@kompass/schema';

/** The supergraph, with the subgraphs where `SUBGRAPH_PROFILE_URL` and its siblings say that they are. */
export function supergraphOf(variables: Readonly<Record<string, string | undefined>>): string {
  return subgraphNames.reduce(
    (sdl, name) =>
      sdl.replace(
        `http://${name}.kompass.invalid/graphql`,
        variables[`SUBGRAPH_${name.toUpperCase()}_URL`] ?? '',
      ),
    readSupergraph(),
  );
}
