import type { StreamEntry } from '../check/call-evidence.js';
import { SubscriberSocket } from './subscriber-socket.js';

/** The gateway allows 50 operations on a socket. The fetch after a reconnect needs one of them. */
const CALLS_PER_SOCKET = 45;

/** Subscribes to many calls on all gateways, as browsers do, and keeps everything that it receives. */
export class CallSubscribers {
  private readonly entries = new Map<string, StreamEntry[]>();
  private readonly sockets: SubscriberSocket[] = [];

  constructor(callIds: readonly string[], httpUrls: readonly string[], nowMs: () => number = Date.now) {
    const groups = Math.max(Math.ceil(callIds.length / CALLS_PER_SOCKET), Math.min(httpUrls.length, callIds.length));
    for (let group = 0; group < groups; group += 1) {
      const ids = callIds.filter((_, at) => at % groups === group);
      const turn = group % httpUrls.length;
      const urls = [...httpUrls.slice(turn), ...httpUrls.slice(0, turn)];
      for (const id of ids) this.entries.set(id, []);
      this.sockets.push(
        new SubscriberSocket(ids, urls, (id, entry) => this.entries.get(id)?.push({ ...entry, atMs: nowMs() })),
      );
    }
  }

  streamOf(callId: string): readonly StreamEntry[] {
    return this.entries.get(callId) ?? [];
  }

  /** Number of times that a lost connection was opened again. */
  get reconnects(): number {
    return this.sockets.reduce((sum, socket) => sum + socket.reconnects, 0);
  }

  async close(): Promise<void> {
    await Promise.all(this.sockets.map((socket) => socket.close()));
  }
}
