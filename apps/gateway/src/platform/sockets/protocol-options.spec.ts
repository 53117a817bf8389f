import { describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { typeDefs } from '@earshot/graphql-api';
import { CapturingLogger } from '@earshot/testing';
import { ErrorReporter } from '../graphql/error-reporter.js';
import { protocolOptions, type SocketExtra } from './protocol-options.js';

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('protocolOptions', () => {
  const errors = new ErrorReporter(new CapturingLogger(), () => 'id');
  const options = protocolOptions({ schema: buildSchema(typeDefs), errors, introspection: false });
  const aSocket = () => {
    let close = (): void => undefined;
    const closed = new Promise<void>((resolve) => (close = resolve));
    const extra: SocketExtra = { viewer: { key: 'v' }, send: async () => undefined, settling: new Map(), closed };
    const context = { connectionInitReceived: true, acknowledged: true, subscriptions: {}, extra } as never;
    return { context, close };
  };
  /** Whether a pong, or a query, goes out yet. */
  const watched = (waits: Promise<unknown>) => {
    const state = { through: false };
    void waits.then(() => (state.through = true));
    return state;
  };

  it('holds the pong and queries back until earlier subscriptions are in force', async () => {
    const { context } = aSocket();
    await options.onSubscribe(context, '1', { query: 'subscription { callChanged { id } }' });
    const pong = watched(options.onPing(context));
    const query = watched(options.onSubscribe(context, '2', { query: '{ call(id: "a") { id } }' }));
    await settle();
    expect([pong.through, query.through]).toEqual([false, false]);
    options.onOperation(context, '1');
    await settle();
    expect([pong.through, query.through]).toEqual([true, true]);
  });

  it('waits for no subscription that was refused, nor for a socket that is gone', async () => {
    const refused = aSocket();
    await options.onSubscribe(refused.context, '1', { query: 'subscription { nothing }' });
    expect(await options.onPing(refused.context)).toBeUndefined();
    const gone = aSocket();
    await options.onSubscribe(gone.context, '1', { query: 'subscription { callChanged { id } }' });
    const pong = watched(options.onPing(gone.context));
    gone.close();
    await settle();
    expect(pong.through).toBe(true);
  });
});
