import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Clock, Logger } from '@earshot/ports';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { MessageBudget } from './message-budget.js';

/** Most bytes in one socket's send buffer before the socket is cut. One answer is far smaller. */
const MAX_BUFFERED_BYTES = 16_777_216;

/** One client's WebSocket, as the protocol library uses it. It bounds what the client sends and what waits for it. */
export class ClientSocket implements ProtocolSocket {
  readonly protocol: string;
  private readonly budget: MessageBudget;

  constructor(
    private readonly socket: WebSocket,
    private readonly metrics: GatewayMetrics,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.protocol = socket.protocol;
    this.budget = new MessageBudget(clock);
  }

  /**
   * Resolves when the operating system has the message. A socket that is slow to take messages therefore slows down
   * its own subscriptions, and no others.
   */
  send(text: string): Promise<void> {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.metrics.countRefusal('SOCKET_TOO_SLOW');
      socket.terminate();
      return Promise.resolve();
    }
    return new Promise((resolve) => socket.send(text, () => resolve()));
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
