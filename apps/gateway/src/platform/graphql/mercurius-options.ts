import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MercuriusOptions } from 'mercurius';
import { typeDefs } from '@earshot/graphql-api';
import type { ClientKeys } from '@earshot/hosting';
import type { ViewerAudits } from '../../audit/viewer-audit.js';
import type { HttpCharges } from '../http/http-charges.js';
import type { RequestPrincipals } from '../http/request-principals.js';
import { checkDocumentStructure, checkDocumentText } from '../limits/check-structure.js';
import type { OperationLimits, RequestCharge } from '../limits/operation-limits.js';
import { QUERY_LIMITS } from '../limits/query-limits.js';
import { dateTimeScalar } from './date-time.scalar.js';
import { clientError, retryAfterSeconds } from './client-error.js';
import type { ErrorReporter } from './error-reporter.js';
import type { OperationContext } from './operation-context.js';
import { OperationReads } from './operation-reads.js';

/** Largest HTTP request to GraphQL, in bytes. */
export const MAX_BODY_BYTES = 65_536;
/** Mercurius keeps this many valid documents and as many refused ones. The web page needs fewer. */
const CACHED_DOCUMENTS = 64;

export interface GraphqlServerOptions {
  readonly principals: RequestPrincipals;
  readonly errors: ErrorReporter;
  readonly introspection: boolean;
  readonly limits: OperationLimits;
  readonly charges: HttpCharges;
  readonly audits: ViewerAudits;
  readonly clients: ClientKeys;
}

/** How Mercurius serves queries and mutations. `sockets/subscription-server.ts` serves subscriptions. */
export function mercuriusOptions(options: GraphqlServerOptions) {
  const { principals, errors, introspection, limits, charges, audits, clients } = options;
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
    context: ({ raw }: FastifyRequest): OperationContext & { charge: RequestCharge } => {
      const viewer = principals.principalOf(raw);
      const audit = audits.auditOf(viewer, clients.addressOf(raw));
      return { viewer, audit, reads: new OperationReads(), charge: charges.chargeOf(raw) };
    },
    errorFormatter: errorFormatter(errors),
    hooks: limitHooks(limits),
  } as const;
}

const limitHooks = (limits: OperationLimits) => ({
  preParsing: (_schema: unknown, source: string) => throwProblem(checkDocumentText(source)),
  preValidation: (_schema: unknown, document: Parameters<typeof checkDocumentStructure>[0]) =>
    throwProblem(checkDocumentStructure(document)),
  preExecution: (
    _schema: unknown,
    document: DocumentNode,
    context: { charge: RequestCharge; reply?: FastifyReply },
    variables: Record<string, unknown>,
  ) => {
    const { operationName } = (context.reply?.request.body ?? {}) as { operationName?: string | null };
    if (getOperationAST(document, operationName)?.operation === 'subscription') {
      return throwProblem(clientError('SUBSCRIPTION_NEEDS_WEBSOCKET', 'Open a WebSocket on this path to subscribe.'));
    }
    const input = { variables, operationName: operationName ?? null };
    const refusal = limits.refusalOf(document, input, context.charge);
    if (refusal?.extensions['code'] === 'RATE_LIMITED')
      context.reply?.header('retry-after', retryAfterSeconds(refusal.extensions));
    return throwProblem(refusal);
  },
});

async function throwProblem(problem: GraphQLError | null): Promise<void> {
  if (problem !== null) throw problem;
}

/** Answers 400, or the status of the HTTP layer, to a refused request, and 200 with `errors` to an executed one. */
function errorFormatter(errors: ErrorReporter): NonNullable<MercuriusOptions['errorFormatter']> {
  return (result) => {
    const executed = result.data !== undefined && result.data !== null;
    const list = (result.errors ?? []).flatMap(unwrapErrors);
    const failed = list.some((error) => error.path !== undefined);
    return {
      statusCode: executed || failed ? 200 : statusOfRefusal(result),
      response: { data: result.data ?? null, errors: list.map((error) => errors.formatError(error) as GraphQLError) },
    };
  };
}

/** Mercurius packs all errors of a refused request into one. */
function unwrapErrors(error: GraphQLError): readonly GraphQLError[] {
  const packed = (error.originalError as { errors?: unknown } | undefined)?.errors;
  return Array.isArray(packed) ? packed.map(toGraphqlError) : [error];
}

const toGraphqlError = (error: unknown): GraphQLError =>
  error instanceof GraphQLError
    ? error
    : clientError('GRAPHQL_INVALID', error instanceof Error ? error.message : 'The request is not valid.');

function statusOfRefusal(result: ExecutionResult): number {
  if (result.errors?.flatMap(unwrapErrors).some(({ extensions }) => extensions['code'] === 'RATE_LIMITED')) return 429;
  const status = (result.errors?.[0]?.originalError as { statusCode?: unknown } | undefined)?.statusCode;
  if (typeof status === 'number') return status;
  return result.errors?.[0]?.originalError === undefined || result.errors[0].originalError instanceof GraphQLError
    ? 400
    : 500;
}
