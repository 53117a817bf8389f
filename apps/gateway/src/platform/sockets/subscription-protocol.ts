import type { DocumentNode, ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Principal } from '@earshot/domain';
import type { ClientKey } from '@earshot/hosting';
import { shareKeyOf } from '../../access/access.js';
import { auditedBefore, type ViewerAudit } from '../../audit/viewer-audit.js';
import type { Backlog } from '../../feed/backlog.js';
import { clientError } from '../graphql/client-error.js';
import type { ErrorReporter } from '../graphql/error-reporter.js';
import type { OperationContext } from '../graphql/operation-context.js';
import { OperationReads } from '../graphql/operation-reads.js';
import type { OperationPreparer } from './operation-preparer.js';
import { SubscriptionExecutor, type SubscriptionOperation } from './subscription-executor.js';

/** What belongs to one socket. */
export interface SocketExtra {
  readonly viewer: Principal;
  readonly audit: ViewerAudit;
  readonly client: ClientKey;
  readonly backlog: Backlog;
  /** Resolves when the operating system has the message. */
  send(text: string): Promise<void>;
  /** Subscriptions that the client asked for and that are not active yet, by operation id. */
  readonly pending: Map<string, PendingSubscription>;
  readonly closed: Promise<void>;
}
interface PendingSubscription {
  /** Resolves when the subscription is active, refused or gone. */
  readonly settled: Promise<void>;
  settle(): void;
}

type SocketOperationContext = OperationContext & Pick<SubscriptionOperation, 'shareKey' | 'deliver'>;

/** Most operations that one socket runs at the same time. A page needs two. */
const MAX_OPERATIONS = 50;
/** A client that has not sent `connection_init` by then is closed with 4408. */
const INIT_WAIT_MS = 10_000;

type SocketContext = Context<Record<string, unknown> | undefined, SocketExtra>;

/**
 * How operations from a socket run. The protocol does not tell a client when its subscription is active, and a client
 * that fetches too early misses the updates in between. Here, a `pong` and the answer to a query wait until every
 * earlier subscription of the socket is active. So a client subscribes, pings, waits for the pong, and then fetches.
 */
export function subscriptionProtocol(schema: GraphQLSchema, preparer: OperationPreparer, errors: ErrorReporter) {
  const formatResult = (result: ExecutionResult): FormattedExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => errors.formatError(error)) }
      : (result as FormattedExecutionResult);
  const executor = new SubscriptionExecutor((result) => JSON.stringify(formatResult(result)));
  return {
    connectionInitWaitTimeout: INIT_WAIT_MS,
    onSubscribe: async (context: SocketContext, id: string, payload: SubscribePayload) => {
      const { extra } = context;
      if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) {
        return [clientError('TOO_MANY_SUBSCRIPTIONS', `A socket runs at most ${MAX_OPERATIONS} operations at once.`)];
      }
      const prepared = preparer.prepareOperation(payload.query, payload, extra.client);
      if (!('document' in prepared)) return prepared;
      if (prepared.operation === 'subscription') extra.pending.set(id, pendingSubscription());
      else await waitForPending(extra);
      return executionArgs({ schema, document: prepared.document, id, payload, extra });
    },
    subscribe: (args: ExecutionArgs) => {
      const context = args.contextValue as SocketOperationContext;
      const contextOfUpdate = (): OperationContext => ({
        viewer: context.viewer,
        reads: new OperationReads(),
        audit: auditedBefore,
      });
      return executor.subscribe({ args, ...context, contextOfUpdate }) as never;
    },
    onOperation: (context: SocketContext, id: string) => settlePending(context.extra, id),
    onPing: (context: SocketContext) => waitForPending(context.extra),
    onNext: (_context, _id, _payload, _args, result) => formatResult(result),
    onError: (context: SocketContext, id: string, _payload, problems) => {
      settlePending(context.extra, id);
      return problems.map((error) => errors.formatError(error));
    },
    onComplete: (context: SocketContext, id: string) => settlePending(context.extra, id),
  } satisfies ServerOptions<Record<string, unknown> | undefined, SocketExtra>;
}

interface SocketOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly id: string;
  readonly payload: SubscribePayload;
  readonly extra: SocketExtra;
}

function executionArgs({ schema, document, id, payload, extra }: SocketOperation): ExecutionArgs {
  const { viewer, audit } = extra;
  const messageStart = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const contextValue: SocketOperationContext = {
    viewer,
    audit,
    backlog: extra.backlog,
    reads: new OperationReads(),
    shareKey: JSON.stringify([
      shareKeyOf(viewer),
      payload.query,
      payload.variables ?? null,
      payload.operationName ?? null,
    ]),
    deliver: (answer) => extra.send(`${messageStart}${answer}}`),
  };
  return {
    schema,
    document,
    variableValues: payload.variables ?? {},
    operationName: payload.operationName,
    contextValue,
  };
}

function pendingSubscription(): PendingSubscription {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  return { settled, settle };
}

function settlePending(extra: SocketExtra, id: string): void {
  extra.pending.get(id)?.settle();
  extra.pending.delete(id);
}

/** Resolves when every subscription asked for so far is active, refused or gone, or when the socket closes. */
async function waitForPending(extra: SocketExtra): Promise<void> {
  const waiting = [...extra.pending.values()].map(({ settled }) => settled);
  if (waiting.length > 0) await Promise.race([Promise.all(waiting), extra.closed]);
}
