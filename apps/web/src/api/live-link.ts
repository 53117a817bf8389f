import { type Client, type FormattedExecutionResult, type Sink, createClient } from 'graphql-ws';

/** `failed`: the server refuses this socket for good; the application opens a new link after a while. */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'failed';

type Payload = Parameters<Client['subscribe']>[0];

/** Takes the results of one subscription. */
export type ResultSink = Sink<FormattedExecutionResult<Record<string, unknown>>>;

/** The WebSocket that carries all subscriptions of the page. */
export interface LiveLink {
  subscribe(payload: Payload, sink: ResultSink): () => void;
  getState(): ConnectionState;
  onStateChange(listener: () => void): () => void;
  /**
   * Calls back when a fetch can no longer miss what the subscriptions bring: once now, and after each reconnect.
   * Without a connection it calls back after a moment all the same, so that a page never waits for the socket.
   */
  whenCaughtUp(callback: () => void): () => void;
  close(): void;
}

const pongWithinMs = 5_000;
const firstFetchWithinMs = 1_500;

/** Opens the socket at once and keeps it open: silence is probed, and every loss is followed by a new attempt. */
export function openLiveLink(url: string): LiveLink {
  const connection = { state: 'connecting' as ConnectionState, socket: null as WebSocket | null };
  const stateListeners = new Set<() => void>();
  const fenced = new Set<() => void>();
  let pongTimer: ReturnType<typeof setTimeout> | undefined;

  const enter = (state: ConnectionState, socket: WebSocket | null): void => {
    connection.socket = socket;
    connection.state = state;
    for (const listener of [...stateListeners]) listener();
  };

  const client = createClient({
    url,
    lazy: false,
    keepAlive: 10_000,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait,
    onNonLazyError: () => enter('failed', null),
    on: {
      connected: (socket) => {
        enter('live', socket as WebSocket);
        for (const callback of [...fenced]) void fence().then(() => fenced.has(callback) && callback());
      },
      closed: () => {
        clearTimeout(pongTimer);
        enter('reconnecting', null);
      },
      ping: (received) => {
        if (received) return;
        // A network that went away closes nothing: without this, a dead socket looks live for minutes.
        pongTimer = setTimeout(() => client.terminate(), pongWithinMs);
      },
      pong: () => clearTimeout(pongTimer),
    },
  });

  /** The server reads a socket in order: once it answers a ping, it has read the subscriptions sent before. */
  const fence = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const socket = connection.socket;
    if (!socket) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, firstFetchWithinMs);
      const off = client.on('pong', done);
      function done(): void {
        clearTimeout(timer);
        off();
        resolve();
      }
      socket.send(JSON.stringify({ type: 'ping' }));
    });
  };

  const whenCaughtUp = (callback: () => void): (() => void) => {
    // Wrapped, so that the same function may wait twice.
    const entry = (): void => {
      clearTimeout(impatient);
      callback();
    };
    const impatient = setTimeout(entry, firstFetchWithinMs);
    fenced.add(entry);
    if (connection.socket) void fence().then(() => fenced.has(entry) && entry());
    return () => {
      clearTimeout(impatient);
      fenced.delete(entry);
    };
  };

  return {
    subscribe: (payload, sink) => client.subscribe(payload, sink),
    getState: () => connection.state,
    onStateChange: (listener) => {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    whenCaughtUp,
    close: () => void client.dispose(),
  };
}

/** Waits 0.5 s, then twice as long each time up to 10 s, spread out so that a restarted gateway is not stormed. */
async function retryWait(retries: number): Promise<void> {
  const waitMs = Math.min(10_000, 500 * 2 ** Math.min(retries, 6)) * (0.75 + Math.random() / 2);
  await new Promise<void>((resolve) => {
    const timer = setTimeout(wake, waitMs);
    window.addEventListener('online', wake);
    function wake(): void {
      clearTimeout(timer);
      window.removeEventListener('online', wake);
      resolve();
    }
  });
}
