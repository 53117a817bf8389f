import type { Clock, Failure } from '@earshot/ports';
import { WebSocket, type RawData } from 'ws';
import { parseRetryAfter } from './parse-retry-after.js';
import type { SocketFailures } from './socket-failures.js';

/** A service that is reached by a WebSocket. */
export interface SocketService {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly failures: SocketFailures;
}

export interface SocketListener {
  onMessage(text: string): void;
  /** The connection is over, and the failure it means if more was due. */
  onClose(failure: Failure): void;
}

/** A handshake that was refused, and how long the server wants to be left alone. */
export class RefusedHandshake extends Error {
  constructor(
    readonly failure: Failure,
    readonly retryAfterMs: number | null,
  ) {
    super(failure.message, { cause: failure });
  }
}

const OPEN_LIMIT_MS = 10_000;
const MAX_MESSAGE_BYTES = 1_000_000;

/** One WebSocket to a speech service. */
export class ServiceSocket {
  private constructor(
    private readonly socket: WebSocket,
    private readonly failures: SocketFailures,
  ) {}

  /** Rejects with `Failure` or `RefusedHandshake`. */
  static async open(service: SocketService, clock: Clock, signal: AbortSignal): Promise<ServiceSocket> {
    const { url, headers = {}, failures } = service;
    const socket = new WebSocket(url, {
      headers,
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    // An error without a listener would end the process.
    socket.on('error', () => {});
    let cancelLimit = () => {};
    let abort = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        cancelLimit = clock.schedule(OPEN_LIMIT_MS, () => reject(failures.lateHandshake(OPEN_LIMIT_MS)));
        abort = () => reject(failures.closedEngine());
        signal.addEventListener('abort', abort);
        socket.once('open', resolve);
        socket.once('error', (error) => reject(failures.noConnection(error)));
        socket.once('unexpected-response', (_, response) => {
          const retryAfterMs = parseRetryAfter(response.headers['retry-after'] ?? null, clock.nowMs());
          response.destroy();
          reject(new RefusedHandshake(failures.refusedHandshake(response.statusCode ?? 0), retryAfterMs));
        });
      });
      return new ServiceSocket(socket, failures);
    } catch (error) {
      socket.terminate();
      throw error;
    } finally {
      cancelLimit();
      signal.removeEventListener('abort', abort);
    }
  }

  listen({ onMessage, onClose }: SocketListener): void {
    this.socket.on('message', (data: RawData) => onMessage(data.toString()));
    this.socket.on('close', (code: number) => onClose(this.failures.endedEarly(code)));
    // It closed before anybody listened.
    if (this.socket.readyState === WebSocket.CLOSED) onClose(this.failures.endedEarly(1_006));
  }

  /** Bytes that wait for the network. */
  get waitingBytes(): number {
    return this.socket.bufferedAmount;
  }

  sendAudio(bytes: Buffer, onSent: () => void): void {
    this.socket.send(bytes, () => onSent());
  }

  sendText(text: string): void {
    this.socket.send(text, () => {});
  }

  terminate(): void {
    this.socket.terminate();
  }
}
