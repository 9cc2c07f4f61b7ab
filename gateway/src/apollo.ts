import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { Planner } from './plan.js';

/** An executor as Apollo Server takes it; the supergraph never changes while it runs. */
export function asGateway({ schema, supergraphSdl }: Planner, executor: GatewayExecutor): GatewayInterface {
  return {
    load: async () => ({ executor }),
    onSchemaLoadOrUpdate(listener) {
      listener({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => {};
    },
    stop: async () => {},
  };
}
