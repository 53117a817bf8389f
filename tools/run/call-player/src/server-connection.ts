import { Failure } from '@earshot/ports';
import WebSocket from 'ws';

/** Bytes that may wait in the socket; beyond it the player waits for the server. */
const MAX_BUFFERED_BYTES = 1_048_576;
export const CONNECT_WITHIN_MS = 10_000;

/** The fields of a server reply that the player uses. */
export interface ServerReply {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly receivedMs?: number;
  /** Of an AudioHook message. */
  readonly parameters?: { readonly reason?: string; readonly info?: string };
}

/** One open socket to the server. */
export interface ServerConnection {
  isOpen(): boolean;
  sendText(message: object): void;
  /** Resolves when the socket can take more, usually at once, or when the connection is gone. */
  sendAudio(samples: Uint8Array | string): Promise<void>;
  /** Resolves with the close code when the connection is gone, whether client or server closed it. */
  readonly gone: Promise<number>;
  close(): void;
}

export interface ConnectOptions {
  readonly connectWithinMs?: number | undefined;
  /** The access key of a source. */
  readonly key?: string | undefined;
  readonly headers?: Record<string, string> | undefined;
}

/** Opens a socket. Rejects with `Failure` `CONNECTION_REFUSED`, whose message is for the person who typed the address. */
export function openServerConnection(
  url: string,
  onReply: (reply: ServerReply) => void,
  { connectWithinMs = CONNECT_WITHIN_MS, key, headers }: ConnectOptions = {},
): Promise<ServerConnection> {
  return new Promise((resolve, reject) => {
    const refused = (reason: string, cause?: unknown) =>
      reject(new Failure('CONNECTION_REFUSED', `cannot connect to ${url}: ${reason}`, { retryable: true, cause }));
    let socket: WebSocket;
    try {
      socket = new WebSocket(url, {
        perMessageDeflate: false,
        handshakeTimeout: connectWithinMs,
        headers: { ...headersOf(key), ...headers },
      });
    } catch {
      refused('this is not a WebSocket address');
      return;
    }
    const gone = new Promise<number>((closed) => socket.once('close', closed));
    socket.on('error', (error) => refused(reasonOf(error), error));
    socket.once('unexpected-response', (request, response) => {
      refused(refusals[response.statusCode ?? 0] ?? `the server answered HTTP ${response.statusCode}`);
      request.destroy();
    });
    socket.on('message', (data, isBinary) => {
      const reply = isBinary ? undefined : readReply(data.toString());
      if (reply !== undefined) onReply(reply);
    });
    socket.once('open', () => resolve(asConnection(socket, gone)));
  });
}

function asConnection(socket: WebSocket, gone: Promise<number>): ServerConnection {
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  return {
    isOpen,
    sendText: (message) => {
      if (isOpen()) socket.send(JSON.stringify(message), () => undefined);
    },
    sendAudio: async (samples) => {
      if (!isOpen()) return;
      const binary = typeof samples !== 'string';
      const written = new Promise<void>((resolve) => socket.send(samples, { binary }, () => resolve()));
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) await Promise.race([written, gone]);
    },
    gone,
    close: () => socket.close(1000),
  };
}

function readReply(text: string): ServerReply | undefined {
  try {
    const reply: unknown = JSON.parse(text);
    return typeof reply === 'object' && reply !== null && 'type' in reply ? (reply as ServerReply) : undefined;
  } catch {
    return undefined;
  }
}

const headersOf = (key: string | undefined): Record<string, string> =>
  key === undefined ? {} : { authorization: `Bearer ${key}` };

const refusals: Readonly<Record<number, string>> = {
  401: 'the server needs a valid access key; give one with --key or EARSHOT_KEY',
  403: 'the access key may not send calls here',
  404: 'Earshot takes no calls at this address; does EARSHOT_SOURCES name the source?',
};
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; is Earshot running?',
  ENOTFOUND: 'there is no such host',
  ECONNRESET: 'the connection was cut',
  ABORT_ERR: 'no answer',
};
/** Why no connection came about, for the person who typed the address. */
export const reasonOf = (error: Error): string =>
  reasons[String((error as NodeJS.ErrnoException).code)] ?? error.message;
