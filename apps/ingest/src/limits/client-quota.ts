import type { CallRefusalCode } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { ClientKey } from '@earshot/hosting';

/** Where a start comes from. */
export interface CallOrigin {
  /** The connection: no two have the same key. */
  readonly socketKey: ClientKey;
  /** Whom the limits of a client count for. */
  readonly clientKey: ClientKey;
  /** Whoever opened the connection. Its calls belong to it. */
  readonly principal: Principal;
}

/** Limits of one key; 0: no limit. */
export interface ClientLimits {
  /** Calls that are live, or that ended and are not on the bus yet. */
  readonly maxCalls: number;
  /** Starts a second in the long run. */
  readonly startsPerSecond: number;
}

/** Starts that may come at once, as a multiple of the starts of one second: a phone system reconnects all its calls at once. */
const BURST_SECONDS = 20;

/** Keeps one client from taking all calls of this process: counts the starts and the calls of each key. */
export class ClientQuota {
  private readonly clients = new Map<ClientKey, { calls: number; startsLeft: number; atMs: number }>();

  constructor(private readonly limits: ClientLimits) {}

  /** Counts a start. Returns why it is refused; null if it is not. */
  takeStart(key: ClientKey, nowMs: number): CallRefusalCode | null {
    const { startsPerSecond } = this.limits;
    if (startsPerSecond === 0) return null;
    const most = startsPerSecond * BURST_SECONDS;
    const client = this.find(key, nowMs);
    client.startsLeft = Math.min(
      most,
      client.startsLeft + (Math.max(0, nowMs - client.atMs) / 1_000) * startsPerSecond,
    );
    client.atMs = nowMs;
    if (client.startsLeft < 1) return 'TOO_MANY_STARTS';
    client.startsLeft -= 1;
    return null;
  }

  /** Whether the client may have one more call. */
  hasRoom(key: ClientKey): boolean {
    const { maxCalls } = this.limits;
    return maxCalls === 0 || (this.clients.get(key)?.calls ?? 0) < maxCalls;
  }

  addCall(key: ClientKey, nowMs: number): void {
    this.find(key, nowMs).calls += 1;
  }

  removeCall(key: ClientKey): void {
    const client = this.clients.get(key);
    if (client !== undefined) client.calls -= 1;
  }

  /** Forgets clients without calls whose starts are all available again. Call it about once a second. */
  forgetIdleClients(nowMs: number): void {
    for (const [key, { calls, atMs }] of this.clients) {
      if (calls <= 0 && nowMs - atMs >= BURST_SECONDS * 1_000) this.clients.delete(key);
    }
  }

  get knownClients(): number {
    return this.clients.size;
  }

  private find(key: ClientKey, nowMs: number) {
    const known = this.clients.get(key);
    if (known !== undefined) return known;
    const client = { calls: 0, startsLeft: this.limits.startsPerSecond * BURST_SECONDS, atMs: nowMs };
    this.clients.set(key, client);
    return client;
  }
}
