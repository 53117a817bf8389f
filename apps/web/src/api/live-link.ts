import { type Client, type FormattedExecutionResult, type Sink, createClient } from 'graphql-ws';
import { jitteredBackoffMs } from '@earshot/domain';

/** `failed`: the server refuses this socket for good. `ApiProvider` then opens a new link. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'failed';

type Payload = Parameters<Client['subscribe']>[0];

/** Receives the results of one subscription. */
export type ResultSink = Sink<FormattedExecutionResult<Record<string, unknown>>>;

/** The WebSocket that carries all subscriptions of the page. */
export interface LiveLink {
  subscribe(payload: Payload, sink: ResultSink): () => void;
  getState(): ConnectionState;
  /** When the server was last heard, in ms since 1970 by this computer's clock. Null while the connection is open. */
  getLostSinceMs(): number | null;
  onStateChange(listener: () => void): () => void;
  /**
   * Calls back when the server has the subscriptions that were sent before, and again after each reconnect. A page that
   * fetches then misses no change: the fetch returns it, or the server pushes it. Without a connection the first
   * callback runs after `longestWaitMs`, so that a page never waits for the socket. Returns a function that stops it.
   */
  onSubscribed(callback: () => void): () => void;
  close(): void;
}

const pongWithinMs = 5_000;
const longestWaitMs = 1_500;
const reconnectBackoff = { firstMs: 600, maxMs: 12_000 };

/**
 * Opens the socket now and keeps it open: pings the server during silence and reconnects after every loss.
 * `lostSinceMs`: since when the link that this one replaces was lost.
 */
export function openLiveLink(url: string, lostSinceMs: number | null = null): LiveLink {
  const connection = { state: 'connecting' as ConnectionState, socket: null as WebSocket | null, lostSinceMs };
  let heardAtMs = Date.now();
  const noteHeard = (): void => {
    heardAtMs = Date.now();
  };
  const stateListeners = new Set<() => void>();
  const subscribedListeners = new Set<() => void>();
  let pongTimer: ReturnType<typeof setTimeout> | undefined;

  const enter = (state: ConnectionState, socket: WebSocket | null): void => {
    connection.socket = socket;
    connection.state = state;
    connection.lostSinceMs = state === 'live' ? null : (connection.lostSinceMs ?? heardAtMs);
    for (const listener of [...stateListeners]) listener();
  };

  const client = createClient({
    url,
    lazy: false,
    keepAlive: 10_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: waitBeforeReconnect,
    onNonLazyError: () => enter('failed', null),
    on: {
      connected: (socket) => {
        noteHeard();
        enter('live', socket as WebSocket);
        for (const listener of [...subscribedListeners]) void confirmSubscriptions(listener);
      },
      closed: () => {
        clearTimeout(pongTimer);
        enter('reconnecting', null);
      },
      ping: (received) => {
        if (received) return;
        // A lost network does not close the socket: without this, a dead connection looks live for minutes.
        pongTimer = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: () => clearTimeout(pongTimer),
      message: noteHeard,
    },
  });

  /** The server reads a socket in order: once it answers a ping, it has read the subscriptions sent before. */
  const waitForPong = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const socket = connection.socket;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(finish, longestWaitMs);
      const stopListening = client.on('pong', finish);
      function finish(): void {
        clearTimeout(timer);
        stopListening();
        resolve();
      }
      socket.send(JSON.stringify({ type: 'ping' }));
    });
  };

  const confirmSubscriptions = async (listener: () => void): Promise<void> => {
    await waitForPong();
    if (subscribedListeners.has(listener)) listener();
  };

  const onSubscribed = (callback: () => void): (() => void) => {
    // A function of its own per call, so that the same callback can be registered twice.
    const listener = (): void => {
      clearTimeout(timer);
      callback();
    };
    const timer = setTimeout(listener, longestWaitMs);
    subscribedListeners.add(listener);
    if (connection.socket) void confirmSubscriptions(listener);
    return () => {
      clearTimeout(timer);
      subscribedListeners.delete(listener);
    };
  };

  return {
    subscribe: (payload, sink) => client.subscribe(payload, sink),
    getState: () => connection.state,
    getLostSinceMs: () => connection.lostSinceMs,
    onStateChange: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onSubscribed,
    close: () => void client.dispose(),
  };
}

/** Waits before a new attempt; shorter when the browser reports that the network is back. */
async function waitBeforeReconnect(retries: number): Promise<void> {
  const waitMs = jitteredBackoffMs(retries + 1, reconnectBackoff, Math.random);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(finish, waitMs);
    window.addEventListener('online', finish);
    function finish(): void {
      clearTimeout(timer);
      window.removeEventListener('online', finish);
      resolve();
    }
  });
}
