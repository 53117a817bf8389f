import type { ErrorCode } from '@earshot/contracts';
import type { ClientKey } from '@earshot/hosting';

export interface SocketLimits {
  readonly maxSockets: number;
  readonly maxPerClient: number;
}

/** The places for WebSockets, in total and per client. */
export class SocketPlaces {
  private taken = 0;
  private readonly takenByClient = new Map<ClientKey, number>();

  constructor(private readonly limits: SocketLimits) {}

  get isFull(): boolean {
    return this.taken >= this.limits.maxSockets;
  }

  /** Why the client gets no place; null when there is one. */
  refusalOf(client: ClientKey): Extract<ErrorCode, 'SERVER_FULL' | 'TOO_MANY_SOCKETS_OF_CLIENT'> | null {
    if (this.isFull) return 'SERVER_FULL';
    return (this.takenByClient.get(client) ?? 0) >= this.limits.maxPerClient ? 'TOO_MANY_SOCKETS_OF_CLIENT' : null;
  }

  /** Call the returned function when the socket has closed. */
  takePlace(client: ClientKey): () => void {
    this.changeCount(client, 1);
    return () => this.changeCount(client, -1);
  }

  private changeCount(client: ClientKey, by: 1 | -1): void {
    this.taken += by;
    const count = (this.takenByClient.get(client) ?? 0) + by;
    if (count === 0) this.takenByClient.delete(client);
    else this.takenByClient.set(client, count);
  }
}
