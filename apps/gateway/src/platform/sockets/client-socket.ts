import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Clock, Logger } from '@earshot/ports';
import type { Backlog } from '../../feed/backlog.js';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { MessageBudget } from './message-budget.js';
import type { UnsentBytes, UnsentSocket } from './unsent-bytes.js';

/** "Try again later". The client's library connects again. */
const TOO_SLOW_CODE = 1013;
/** The code of `graphql-transport-ws` for a client that has to authenticate anew. */
const UNAUTHENTICATED_CODE = 4401;
/** A client that does not read does not get the close frame either. Then the socket is cut, which frees its memory. */
const CUT_AFTER_MS = 1_000;

/** One client's WebSocket, as the protocol library uses it. It bounds what the client sends and what waits for it. */
export class ClientSocket implements ProtocolSocket, UnsentSocket, Backlog {
  readonly protocol: string;
  private readonly budget: MessageBudget;

  constructor(
    private readonly socket: WebSocket,
    private readonly unsent: UnsentBytes,
    private readonly metrics: GatewayMetrics,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.protocol = socket.protocol;
    this.budget = new MessageBudget(clock);
    socket.once('close', () => unsent.removeSocket(this));
  }

  /**
   * Resolves when the operating system has the message. A socket that is slow to take messages therefore slows down
   * its own subscriptions, and no others.
   */
  send(text: string): Promise<void> {
    const { socket, unsent } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    const message = Buffer.from(text);
    if (!unsent.addMessage(this, message.length)) return Promise.resolve();
    let isCounted = true;
    const removeMessage = (): void => {
      if (isCounted) unsent.removeOldestMessage(this);
      isCounted = false;
    };
    return new Promise((resolve) => {
      socket.send(message, { binary: false }, () => {
        removeMessage();
        resolve();
      });
      // The operating system mostly takes a message at once, and the callback comes later. Such a message does not wait.
      if (socket.bufferedAmount === 0) removeMessage();
    });
  }

  takeBytes(bytes: number): boolean {
    // An update for a socket that is closing would be counted for ever.
    return this.socket.readyState === this.socket.OPEN && this.unsent.addQueued(this, bytes);
  }

  releaseBytes(bytes: number): void {
    this.unsent.removeQueued(this, bytes);
  }

  closeAsTooSlow(): void {
    this.metrics.countRefusal('SUBSCRIBER_TOO_SLOW');
    this.closeSoon(TOO_SLOW_CODE, 'The client reads too slowly');
  }

  /** The client's access has ended. From now on it gets nothing, and what it sends is ignored. */
  closeAsUnauthenticated(): void {
    this.metrics.countRefusal('UNAUTHENTICATED');
    this.closeSoon(UNAUTHENTICATED_CODE, 'The access has ended');
  }

  private closeSoon(code: number, reason: string): void {
    const { socket } = this;
    socket.close(code, reason);
    const cancelCut = this.clock.schedule(CUT_AFTER_MS, () => this.cut());
    socket.once('close', cancelCut);
  }

  cut(): void {
    this.socket.terminate();
  }

  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  onMessage(receive: (text: string) => Promise<void>): void {
    const { socket } = this;
    socket.on('message', (data) => {
      if (socket.readyState !== socket.OPEN) return;
      if (!this.budget.spend()) return socket.close(4429, 'Too many messages');
      receive(String(data)).catch((error: unknown) => {
        this.logger.error({ err: error }, 'socket message failed');
        socket.close(4500, 'Internal server error');
      });
    });
  }
}
