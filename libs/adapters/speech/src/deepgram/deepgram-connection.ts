import type { Clock, Failure } from '@earshot/ports';
import { WebSocket, type RawData } from 'ws';
import { parseRetryAfter } from '../parse-retry-after.js';
import { closedEngine, endedEarly, lateHandshake, noConnection, refusedHandshake } from './deepgram-failure.js';

export interface ConnectionListener {
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

/** One WebSocket to Deepgram. */
export class DeepgramConnection {
  private constructor(private readonly socket: WebSocket) {}

  /** Rejects with `Failure` or `RefusedHandshake`. */
  static async open(url: string, apiKey: string, clock: Clock, signal: AbortSignal): Promise<DeepgramConnection> {
    const socket = new WebSocket(url, {
      headers: { authorization: `Token ${apiKey}` },
      maxPayload: MAX_MESSAGE_BYTES,
      perMessageDeflate: false,
    });
    // An error without a listener would end the process.
    socket.on('error', () => {});
    let cancelLimit = () => {};
    let abort = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        cancelLimit = clock.schedule(OPEN_LIMIT_MS, () => reject(lateHandshake(OPEN_LIMIT_MS)));
        abort = () => reject(closedEngine());
        signal.addEventListener('abort', abort);
        socket.once('open', resolve);
        socket.once('error', (error) => reject(noConnection(error)));
        socket.once('unexpected-response', (_, response) => {
          const retryAfterMs = parseRetryAfter(response.headers['retry-after'] ?? null, clock.nowMs());
          response.destroy();
          reject(new RefusedHandshake(refusedHandshake(response.statusCode ?? 0), retryAfterMs));
        });
      });
      return new DeepgramConnection(socket);
    } catch (error) {
      socket.terminate();
      throw error;
    } finally {
      cancelLimit();
      signal.removeEventListener('abort', abort);
    }
  }

  listen({ onMessage, onClose }: ConnectionListener): void {
    this.socket.on('message', (data: RawData) => onMessage(data.toString()));
    this.socket.on('close', (code: number) => onClose(endedEarly(code)));
    // It closed before anybody listened.
    if (this.socket.readyState === WebSocket.CLOSED) onClose(endedEarly(1_006));
  }

  /** Bytes that wait for the network. */
  get waitingBytes(): number {
    return this.socket.bufferedAmount;
  }

  sendAudio(bytes: Buffer, onSent: () => void): void {
    this.socket.send(bytes, () => onSent());
  }

  sendMessage(type: 'KeepAlive' | 'Finalize' | 'CloseStream'): void {
    this.socket.send(JSON.stringify({ type }), () => {});
  }

  terminate(): void {
    this.socket.terminate();
  }
}
