import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { LoopbackServer, readBody } from '@earshot/testing';

export interface ReceivedRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

/** A server of a customer on the loopback. `answer` may change between requests. */
export class HookServer {
  readonly requests: ReceivedRequest[] = [];
  answer: Answer = (_request, response) => void response.end();
  private readonly signals = new EventEmitter().setMaxListeners(100);

  private server: LoopbackServer | undefined;

  static async open(): Promise<HookServer> {
    const running = new HookServer();
    running.server = await LoopbackServer.open((incoming, response) => void running.receive(incoming, response));
    return running;
  }

  get url(): string {
    return this.server?.url ?? '';
  }

  /** Resolves when this many requests have come. */
  async untilRequests(count: number): Promise<void> {
    while (this.requests.length < count) await once(this.signals, 'request');
  }

  async close(): Promise<void> {
    await this.server?.goAway();
  }

  private async receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = { url: incoming.url ?? '', headers: incoming.headers, body: await readBody(incoming) };
    this.requests.push(request);
    this.signals.emit('request');
    await this.answer(request, response);
  }
}
