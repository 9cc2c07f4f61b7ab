import server = require('@apollo/server');
import errors = require('@apollo/server/errors');
import disabled = require('@apollo/server/plugin/disabled');
import drain = require('@apollo/server/plugin/drainHttpServer');

// The one importer of Apollo Server, whose CommonJS build is loaded in a third of the time of its ES modules.
export const { ApolloServer, HeaderMap } = server;
export type ApolloServer<Context extends BaseContext> = server.ApolloServer<Context>;
export type ApolloServerPlugin<Context extends BaseContext> = server.ApolloServerPlugin<Context>;
export type BaseContext = server.BaseContext;
export const { ApolloServerPluginCacheControlDisabled, ApolloServerPluginLandingPageDisabled } = disabled;
export const { ApolloServerPluginDrainHttpServer } = drain;
export const { unwrapResolverError } = errors;
