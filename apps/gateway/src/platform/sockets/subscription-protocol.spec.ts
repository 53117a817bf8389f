import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { openPrincipal } from '@earshot/domain';
import { typeDefs } from '@earshot/graphql-api';
import { CapturingLogger } from '@earshot/testing';
import { auditedBefore } from '../../audit/viewer-audit.js';
import { uncountedBacklog } from '../../feed/backlog.js';
import { ErrorReporter } from '../graphql/error-reporter.js';
import { FakeMetrics, realClock } from '../../../test/support/fake-process.js';
import { GatewayMetrics } from '../gateway-metrics.js';
import { CostBudgets } from '../limits/cost-budgets.js';
import { OperationLimits } from '../limits/operation-limits.js';
import { OperationPreparer } from './operation-preparer.js';
import { subscriptionProtocol, type SocketExtra } from './subscription-protocol.js';

const runPendingTasks = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('subscriptionProtocol', () => {
  const errors = new ErrorReporter(new CapturingLogger(), () => 'id', []);
  const schema = buildSchema(typeDefs);
  const metrics = new GatewayMetrics(new FakeMetrics(), realClock);
  const limits = new OperationLimits({}, new CostBudgets(realClock, 50_000), metrics);
  const preparer = new OperationPreparer(schema, limits, { introspection: false });
  const protocol = subscriptionProtocol(schema, preparer, errors);
  const aSocket = () => {
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const extra: SocketExtra = {
      viewer: openPrincipal,
      client: 'c',
      audit: auditedBefore,
      send: async () => undefined,
      backlog: uncountedBacklog,
      pending: new Map(),
      closed,
    };
    const context = { connectionInitReceived: true, acknowledged: true, subscriptions: {}, extra } as never;
    return { context, close };
  };
  /** Shows whether a pong or a query may go on. */
  const watchProgress = (waits: Promise<unknown>) => {
    const state = { goesOn: false };
    void waits.then(() => (state.goesOn = true));
    return state;
  };

  it('holds the pong and queries back until earlier subscriptions are active', async () => {
    const { context } = aSocket();
    await protocol.onSubscribe(context, '1', { query: 'subscription { callChanged { id } }' });
    const pong = watchProgress(protocol.onPing(context));
    const query = watchProgress(protocol.onSubscribe(context, '2', { query: '{ call(id: "a") { id } }' }));
    await runPendingTasks();
    expect([pong.goesOn, query.goesOn]).toEqual([false, false]);
    protocol.onOperation(context, '1');
    await runPendingTasks();
    expect([pong.goesOn, query.goesOn]).toEqual([true, true]);
  });

  it('does not wait for a refused subscription or a closed socket', async () => {
    const refused = aSocket();
    await protocol.onSubscribe(refused.context, '1', { query: 'subscription { nothing }' });
    expect(await protocol.onPing(refused.context)).toBeUndefined();
    const gone = aSocket();
    await protocol.onSubscribe(gone.context, '1', { query: 'subscription { callChanged { id } }' });
    const pong = watchProgress(protocol.onPing(gone.context));
    gone.close();
    await runPendingTasks();
    expect(pong.goesOn).toBe(true);
  });
});
