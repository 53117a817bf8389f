/** A socket that has unsent bytes. */
export interface UnsentSocket {
  /** Closes the socket because its client reads too slowly. Its bytes no longer count. */
  closeAsTooSlow(): void;
}

export interface UnsentLimits {
  /** Bytes that wait behind the message that is being sent. So one answer may be larger than this. */
  readonly perSocket: number;
  readonly inTotal: number;
}

/**
 * Counts the bytes that wait for slow clients, and closes sockets beyond the limits: a socket that exceeds its own, or the
 * socket that made no progress for longest when all together wait for too much.
 */
export class UnsentBytes {
  /** The sizes of each socket's unsent messages. The socket whose last progress was longest ago comes first. */
  private readonly bySocket = new Map<UnsentSocket, number[]>();
  private total = 0;

  constructor(private readonly limits: UnsentLimits) {}

  get totalBytes(): number {
    return this.total;
  }

  /** Counts a message that the socket is about to send. Returns false when the socket was closed instead. */
  addMessage(socket: UnsentSocket, bytes: number): boolean {
    const sizes = this.bySocket.get(socket) ?? [];
    const behindFirst = sum(sizes.slice(1)) + (sizes.length > 0 ? bytes : 0);
    if (behindFirst > this.limits.perSocket) {
      this.closeSocket(socket);
      return false;
    }
    sizes.push(bytes);
    this.bySocket.set(socket, sizes);
    this.total += bytes;
    this.closeSlowest();
    return this.bySocket.has(socket);
  }

  /** The operating system has the socket's oldest message. */
  removeOldestMessage(socket: UnsentSocket): void {
    const sizes = this.bySocket.get(socket);
    if (sizes === undefined) return;
    this.total -= sizes.shift() ?? 0;
    this.bySocket.delete(socket);
    if (sizes.length > 0) this.bySocket.set(socket, sizes);
  }

  /** The socket has closed. */
  removeSocket(socket: UnsentSocket): void {
    this.total -= sum(this.bySocket.get(socket) ?? []);
    this.bySocket.delete(socket);
  }

  private closeSlowest(): void {
    while (this.total > this.limits.inTotal) {
      const [slowest] = this.bySocket.keys();
      if (slowest === undefined) return;
      this.closeSocket(slowest);
    }
  }

  private closeSocket(socket: UnsentSocket): void {
    this.removeSocket(socket);
    socket.closeAsTooSlow();
  }
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
