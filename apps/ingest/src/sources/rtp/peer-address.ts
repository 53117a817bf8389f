import type { RemoteInfo } from 'node:dgram';

export type Peer = Pick<RemoteInfo, 'address' | 'port'>;

/** Without encryption, another address may take over when the one before sent nothing for this long: its sender failed over. */
const SILENCE_MS = 1_000;

/** Whom a stream is received from: the sender of its first valid packet. */
export class PeerAddress {
  private peer: Peer | undefined;
  private lastPacketMs = -Infinity;

  get current(): Peer | undefined {
    return this.peer;
  }

  /** Whether a packet may be of this stream. `isAuthentic`: it was sealed with the key of the stream, so its address does not matter. */
  admits(sender: Peer, isAuthentic: boolean, nowMs: number): boolean {
    if (isAuthentic || this.peer === undefined || this.isPeer(sender)) return true;
    return nowMs - this.lastPacketMs >= SILENCE_MS;
  }

  isPeer({ address, port }: Peer): boolean {
    return this.peer?.address === address && this.peer.port === port;
  }

  /** A valid packet came from there. */
  follow({ address, port }: Peer, nowMs: number): void {
    if (this.peer?.address !== address || this.peer.port !== port) this.peer = { address, port };
    this.lastPacketMs = nowMs;
  }
}
