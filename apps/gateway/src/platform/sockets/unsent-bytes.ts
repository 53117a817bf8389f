/** A socket that has unsent bytes. */
export interface UnsentSocket {
  /** Closes the socket because its client reads too slowly. */
  closeAsTooSlow(): void;
  /** Cuts a socket whose client does not even read that it is closed. */
  cut(): void;
}

export interface UnsentLimits {
  /** Bytes that wait behind the message that is being sent. So one answer may be larger than this. */
  readonly perSocket: number;
  readonly inTotal: number;
}

/** What waits for one client. */
interface Account {
  /** The sizes of the unsent messages, the oldest first. */
  readonly messages: number[];
  /** The bytes of the updates in the client's queues. */
  queued: number;
}

/** Sockets that are being closed may hold this share of the total, besides the total itself. */
const CLOSING_SHARE = 0.25;

/**
 * Counts the bytes that wait for slow clients: messages that the operating system has not taken, and updates in queues. It
 * closes sockets beyond the limits: a socket that exceeds its own, or the socket that made no progress for longest when
 * all together wait for too much.
 */
export class UnsentBytes {
  /** The socket whose last progress was longest ago comes first. */
  private readonly bySocket = new Map<UnsentSocket, Account>();
  /** Sockets that were closed as too slow. They hold their memory until the close is complete, or they are cut. */
  private readonly closing = new Map<UnsentSocket, number>();
  private open = 0;
  private inClosing = 0;

  /** `report` receives the bytes after each change: those of open sockets and of sockets that are being closed. */
  constructor(
    private readonly limits: UnsentLimits,
    private readonly report: (bytes: number) => void = () => undefined,
  ) {}

  /** The bytes of open sockets. */
  get totalBytes(): number {
    return this.open;
  }

  /** Counts a message that the socket is about to send. Returns false when the socket was closed instead. */
  addMessage(socket: UnsentSocket, bytes: number): boolean {
    if (this.closing.has(socket)) return false;
    const account = this.accountOf(socket);
    const isBehind = account.messages.length > 0;
    if (isBehind && waitingBytes(account) + bytes > this.limits.perSocket) {
      this.closeSocket(socket);
      return false;
    }
    account.messages.push(bytes);
    return this.addBytes(socket, bytes);
  }

  /** The operating system has the socket's oldest message. */
  removeOldestMessage(socket: UnsentSocket): void {
    const account = this.bySocket.get(socket);
    if (account === undefined) return;
    this.changeOpen(-(account.messages.shift() ?? 0));
    // It made progress, so it becomes the last one.
    this.bySocket.delete(socket);
    if (account.messages.length > 0 || account.queued > 0) this.bySocket.set(socket, account);
  }

  /** Counts an update that waits in a queue. Returns false when too much waits for this socket, or it is being closed. */
  addQueued(socket: UnsentSocket, bytes: number): boolean {
    if (this.closing.has(socket)) return false;
    const account = this.accountOf(socket);
    if (waitingBytes(account) + bytes > this.limits.perSocket) return false;
    account.queued += bytes;
    return this.addBytes(socket, bytes);
  }

  removeQueued(socket: UnsentSocket, bytes: number): void {
    const account = this.bySocket.get(socket);
    if (account === undefined) return;
    account.queued -= bytes;
    this.changeOpen(-bytes);
    if (account.messages.length === 0 && account.queued === 0) this.bySocket.delete(socket);
  }

  /** The socket has closed. */
  removeSocket(socket: UnsentSocket): void {
    this.changeOpen(-bytesOf(this.bySocket.get(socket)));
    this.bySocket.delete(socket);
    this.inClosing -= this.closing.get(socket) ?? 0;
    this.closing.delete(socket);
    this.reportBytes();
  }

  private accountOf(socket: UnsentSocket): Account {
    const account = this.bySocket.get(socket) ?? { messages: [], queued: 0 };
    this.bySocket.set(socket, account);
    return account;
  }

  private addBytes(socket: UnsentSocket, bytes: number): boolean {
    this.changeOpen(bytes);
    while (this.open > this.limits.inTotal) {
      const [slowest] = this.bySocket.keys();
      if (slowest === undefined) break;
      this.closeSocket(slowest);
    }
    return this.bySocket.has(socket);
  }

  private changeOpen(bytes: number): void {
    this.open += bytes;
    this.reportBytes();
  }

  private reportBytes(): void {
    this.report(this.open + this.inClosing);
  }

  private closeSocket(socket: UnsentSocket): void {
    const bytes = bytesOf(this.bySocket.get(socket));
    this.bySocket.delete(socket);
    this.closing.set(socket, bytes);
    this.inClosing += bytes;
    this.changeOpen(-bytes);
    socket.closeAsTooSlow();
    for (const [oldest, held] of this.closing) {
      if (this.inClosing <= this.limits.inTotal * CLOSING_SHARE) return;
      if (held === 0) continue;
      this.closing.set(oldest, 0);
      this.inClosing -= held;
      this.reportBytes();
      oldest.cut();
    }
  }
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
const waitingBytes = ({ messages, queued }: Account): number => sum(messages.slice(1)) + queued;
const bytesOf = (account: Account | undefined): number =>
  account === undefined ? 0 : sum(account.messages) + account.queued;
