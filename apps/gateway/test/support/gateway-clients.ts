import { once } from 'node:events';
import type { Client } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Segment } from '@earshot/graphql-api';

type Update = { segmentChanged?: Segment; callChanged?: { id: string; version: number; status: string } };

/** What a subscription has received so far. `until` waits for a condition, and fails when an error comes before it holds. */
export class Received {
  readonly updates: Update[] = [];
  error: unknown = null;
  completed = false;
  private readonly waiting: { done(): boolean; resolve(): void; reject(error: Error): void }[] = [];
  cancel: () => void;

  constructor(client: Client, query: string, variables: Record<string, unknown> = {}) {
    this.cancel = client.subscribe<Update>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (data) this.updates.push(data);
          if (errors) this.error = errors;
          this.wake();
        },
        error: (error) => {
          this.error = error;
          this.wake();
        },
        complete: () => {
          this.completed = true;
          this.wake();
        },
      },
    );
  }

  /** Throws if the subscription has failed or is over. */
  requireOpen(): void {
    if (this.error !== null) throw new Error('the subscription failed', { cause: this.error });
    if (this.completed) throw new Error('the subscription is over');
  }

  until(done: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ done, resolve, reject });
      this.wake();
    });
  }

  private wake(): void {
    const asked = this.waiting.splice(0);
    for (const each of asked) {
      if (each.done()) each.resolve();
      else if (this.error !== null) each.reject(new Error('the subscription failed', { cause: this.error }));
      else this.waiting.push(each);
    }
  }
}

type Message = { type: string; id?: string; payload?: unknown };

/** A socket that keeps all its messages. Several may arrive at once, and a wait for the next one would miss some. */
export class RawSocket {
  readonly messages: Message[] = [];

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => this.messages.push(JSON.parse(String(data)) as Message));
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  async message(type: string): Promise<Message> {
    for (;;) {
      const found = this.messages.find((message) => message.type === type);
      if (found !== undefined) return found;
      await this.nextMessage();
    }
  }

  /** Rejects when the socket closes, because nothing more comes. */
  private async nextMessage(): Promise<void> {
    const { CLOSED, readyState } = this.socket;
    if (readyState === CLOSED) throw new Error('the socket is closed');
    const waiting = new AbortController();
    const { signal } = waiting;
    const closed = once(this.socket, 'close', { signal }).then(([code]) => {
      throw new Error(`the socket was closed with ${String(code)}`);
    });
    try {
      await Promise.race([once(this.socket, 'message', { signal }), closed]);
    } finally {
      waiting.abort();
    }
  }

  async open(): Promise<this> {
    await once(this.socket, 'open');
    this.send({ type: 'connection_init' });
    await this.message('connection_ack');
    return this;
  }

  /** Subscribes and waits until the subscription is active. */
  async subscribe(id: string, query: string, variables: Record<string, unknown> = {}): Promise<void> {
    this.send({ id, type: 'subscribe', payload: { query, variables } });
    this.send({ type: 'ping' });
    await this.message('pong');
    this.messages.splice(0);
  }
}
