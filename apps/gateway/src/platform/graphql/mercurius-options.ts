import { getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, type ExecutionResult } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { MercuriusOptions } from 'mercurius';
import { typeDefs } from '@earshot/graphql-api';
import type { Access } from '../../access/access.js';
import type { OperationContext } from '../../areas/calls/call-queries.js';
import { RequestReads } from '../../areas/calls/request-reads.js';
import { checkCost } from '../limits/check-cost.js';
import { checkStructure, checkText } from '../limits/check-structure.js';
import { QUERY_LIMITS } from '../limits/query-limits.js';
import { dateTimeScalar } from './date-time.scalar.js';
import type { ErrorReporter } from './error-reporter.js';
import { inputError } from './graphql-errors.js';

/** Bytes of one HTTP request to GraphQL. */
export const MAX_BODY_BYTES = 65_536;
/** Parsed documents kept, and as many refused ones: enough for the web page, too few to fill the memory. */
const CACHED_DOCUMENTS = 64;

/** Queries and mutations over HTTP; subscriptions have their own server (sockets/subscription-server.ts). */
export function mercuriusOptions(parts: { access: Access; errors: ErrorReporter; introspection: boolean }) {
  const { access, errors, introspection } = parts;
  return {
    path: '/graphql',
    typeDefs,
    resolvers: { DateTime: dateTimeScalar },
    allowBatchedQueries: false,
    graphiql: false,
    cache: CACHED_DOCUMENTS,
    graphql: { parseOptions: { maxTokens: QUERY_LIMITS.maxTokens }, validateOptions: { maxErrors: 10 } },
    validationRules: introspection ? [] : [NoSchemaIntrospectionCustomRule],
    additionalRouteOptions: { bodyLimit: MAX_BODY_BYTES },
    context: (request: FastifyRequest): OperationContext => ({
      viewer: access.viewerOf(request),
      reads: new RequestReads(),
    }),
    errorFormatter: formatterOf(errors),
    hooks: limitHooks,
  } as const;
}

const limitHooks = {
  preParsing: (_schema: unknown, source: string) => refuse(checkText(source)),
  preValidation: (_schema: unknown, document: Parameters<typeof checkStructure>[0]) => refuse(checkStructure(document)),
  preExecution: (
    _schema: unknown,
    document: Parameters<typeof checkCost>[0],
    context: { reply?: { request: { body?: unknown } } },
    variables: Record<string, unknown>,
  ) => {
    const { operationName } = (context.reply?.request.body ?? {}) as { operationName?: string | null };
    if (getOperationAST(document, operationName)?.operation === 'subscription') {
      return refuse(
        inputError('SUBSCRIPTION_NEEDS_WEBSOCKET', 'Subscriptions are served over the WebSocket of this path.'),
      );
    }
    return refuse(checkCost(document, { variables, operationName: operationName ?? null }));
  },
};

async function refuse(problem: GraphQLError | null): Promise<void> {
  if (problem !== null) throw problem;
}

/** Refused requests are answered 400 (or as the HTTP layer says), executed ones 200 with their errors beside the data. */
function formatterOf(errors: ErrorReporter): NonNullable<MercuriusOptions['errorFormatter']> {
  return (result) => {
    const executed = result.data !== undefined && result.data !== null;
    const list = (result.errors ?? []).flatMap(unwrapped);
    const failed = list.some((error) => error.path !== undefined);
    return {
      statusCode: executed || failed ? 200 : requestStatus(result),
      response: { data: result.data ?? null, errors: list.map((error) => errors.format(error) as GraphQLError) },
    };
  };
}

/** Mercurius packs the errors of a refused request into one. */
function unwrapped(error: GraphQLError): readonly GraphQLError[] {
  const packed = (error.originalError as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(packed) ? packed.map(asGraphqlError) : [error];
}

const asGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : inputError('GRAPHQL_INVALID', error instanceof Error ? error.message : 'The request is not valid.');

function requestStatus(result: ExecutionResult): number {
  const status = (result.errors?.[0]?.originalError as { statusCode?: unknown } | undefined)?.statusCode;
  if (typeof status === 'number') return status;
  return result.errors?.[0]?.originalError === undefined || result.errors[0].originalError instanceof GraphQLError
    ? 400
    : 500;
}
