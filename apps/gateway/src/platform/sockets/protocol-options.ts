import type { DocumentNode, ExecutionArgs, ExecutionResult, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import type { Viewer } from '../../access/access.js';
import type { OperationContext } from '../../areas/calls/call-queries.js';
import { RequestReads } from '../../areas/calls/request-reads.js';
import type { ErrorReporter } from '../graphql/error-reporter.js';
import { inputError } from '../graphql/graphql-errors.js';
import { OperationPreparer } from './prepare-operation.js';
import { SharedExecution, type SharedOperation } from './shared-execution.js';

/** What belongs to one socket. */
export interface SocketExtra {
  readonly viewer: Viewer;
  /** Resolves when the operating system has the message. */
  send(text: string): Promise<void>;
  /** Subscriptions that were asked for and are not in force yet, by their id. */
  readonly settling: Map<string, Settling>;
  readonly closed: Promise<void>;
}
interface Settling {
  readonly settled: Promise<void>;
  settle(): void;
}

type SocketOperationContext = OperationContext & Pick<SharedOperation, 'shareKey' | 'deliver'>;

/** Operations of one socket at once; a page needs two. */
const MAX_OPERATIONS = 50;
/** The protocol's code 4408 comes after this. */
const INIT_WAIT_MS = 10_000;

type SocketContext = Context<Record<string, unknown> | undefined, SocketExtra>;

/**
 * How operations that come by socket are run. The protocol does not say when a subscription is in force, and a client
 * that fetches too early misses what happens in between. Here a `pong`, and the answer of a query sent by the same
 * socket, come after every earlier `subscribe` is in force: subscribe, ping, wait for the pong, fetch.
 */
export function protocolOptions(parts: { schema: GraphQLSchema; errors: ErrorReporter; introspection: boolean }) {
  const { schema, errors, introspection } = parts;
  const preparer = new OperationPreparer(schema, { introspection });
  const shown = (result: ExecutionResult): FormattedExecutionResult =>
    result.errors
      ? { ...result, errors: result.errors.map((error) => errors.format(error)) }
      : (result as FormattedExecutionResult);
  const shared = new SharedExecution((result) => JSON.stringify(shown(result)));
  return {
    connectionInitWaitTimeout: INIT_WAIT_MS,
    onSubscribe: async (context: SocketContext, id: string, payload: SubscribePayload) => {
      const { extra } = context;
      if (Object.keys(context.subscriptions).length > MAX_OPERATIONS) {
        return [inputError('TOO_MANY_SUBSCRIPTIONS', `A socket runs ${MAX_OPERATIONS} operations at once.`)];
      }
      const prepared = preparer.prepare(payload.query, payload);
      if (!('document' in prepared)) return prepared;
      if (prepared.operation === 'subscription') extra.settling.set(id, settling());
      else await inForce(extra);
      return executionArgs({ schema, document: prepared.document, id, payload, extra });
    },
    subscribe: (args: ExecutionArgs) =>
      shared.subscribe({ args, ...(args.contextValue as SocketOperationContext) }) as never,
    onOperation: (context: SocketContext, id: string) => settle(context.extra, id),
    onPing: (context: SocketContext) => inForce(context.extra),
    onNext: (_context, _id, _payload, _args, result) => shown(result),
    onError: (context: SocketContext, id: string, _payload, problems) => {
      settle(context.extra, id);
      return problems.map((error) => errors.format(error));
    },
    onComplete: (context: SocketContext, id: string) => settle(context.extra, id),
  } satisfies ServerOptions<Record<string, unknown> | undefined, SocketExtra>;
}

interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly id: string;
  readonly payload: SubscribePayload;
  readonly extra: SocketExtra;
}

function executionArgs({ schema, document, id, payload, extra }: OperationParts): ExecutionArgs {
  const { viewer } = extra;
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const contextValue: SocketOperationContext = {
    viewer,
    reads: new RequestReads(),
    shareKey: JSON.stringify([viewer.key, payload.query, payload.variables ?? null, payload.operationName ?? null]),
    deliver: (answer) => extra.send(`${head}${answer}}`),
  };
  return {
    schema,
    document,
    variableValues: payload.variables ?? {},
    operationName: payload.operationName,
    contextValue,
  };
}

function settling(): Settling {
  let settle = (): void => undefined;
  const settled = new Promise<void>((resolve) => (settle = resolve));
  return { settled, settle };
}

function settle(extra: SocketExtra, id: string): void {
  extra.settling.get(id)?.settle();
  extra.settling.delete(id);
}

/** Resolves when every subscription asked for so far is in force, refused or gone. */
async function inForce(extra: SocketExtra): Promise<void> {
  const waiting = [...extra.settling.values()].map(({ settled }) => settled);
  if (waiting.length > 0) await Promise.race([Promise.all(waiting), extra.closed]);
}
