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
  /** The pass in which the first of its bytes came, or in which it last made progress. */
  pass: number;
}

/** Calls back once the operating system has had the chance to take what was sent. */
export type AfterPass = (endPass: () => void) => void;

/** The second callback runs after the event loop has looked once at all sockets. */
const afterEventLoop: AfterPass = (endPass) => void setImmediate(() => setImmediate(endPass));

/**
 * A socket without progress for this many passes is slow. One is not enough: the socket may have made progress just
 * before the pass ended.
 */
const SLOW_AFTER_PASSES = 2;
/** While no socket is slow, unsent messages may exceed the total by this share. Updates in queues may, too: sockets share them. */
const BURST_SHARE = 1;

/** Sockets that are being closed may hold this share of the total, besides the total itself. */
const CLOSING_SHARE = 0.25;

/**
 * Counts the bytes that wait for slow clients: messages that the operating system has not taken, and updates in queues. It
 * closes sockets beyond the limits: a socket that exceeds its own, or the slow socket that made no progress for longest
 * when all together wait for too much. A burst makes no socket slow: each gets the time of a pass to take it.
 */
export class UnsentBytes {
  /** The socket whose last progress was longest ago comes first. */
  private readonly bySocket = new Map<UnsentSocket, Account>();
  /** Sockets that were closed as too slow. They hold their memory until the close is complete, or they are cut. */
  private readonly closing = new Map<UnsentSocket, number>();
  private open = 0;
  private inMessages = 0;
  private inClosing = 0;
  private pass = 0;
  /** Passes are counted after bytes were added, until a socket that took none of them is slow. */
  private passesToCount = 0;

  /** `report` receives the bytes after each change: those of open sockets and of sockets that are being closed. */
  constructor(
    private readonly limits: UnsentLimits,
    private readonly report: (bytes: number) => void = () => undefined,
    private readonly afterPass: AfterPass = afterEventLoop,
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
    this.inMessages += bytes;
    return this.addBytes(socket, bytes);
  }

  /** The operating system has the socket's oldest message. */
  removeOldestMessage(socket: UnsentSocket): void {
    const account = this.bySocket.get(socket);
    if (account === undefined) return;
    const bytes = account.messages.shift() ?? 0;
    this.inMessages -= bytes;
    this.changeOpen(-bytes);
    // It made progress, so it becomes the last one.
    account.pass = this.pass;
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
    this.removeAccount(socket);
    this.inClosing -= this.closing.get(socket) ?? 0;
    this.closing.delete(socket);
    this.reportBytes();
  }

  private accountOf(socket: UnsentSocket): Account {
    const account = this.bySocket.get(socket) ?? { messages: [], queued: 0, pass: this.pass };
    this.bySocket.set(socket, account);
    return account;
  }

  private addBytes(socket: UnsentSocket, bytes: number): boolean {
    this.countPasses();
    this.changeOpen(bytes);
    while (this.open > this.limits.inTotal) {
      const [slowest] = this.bySocket;
      if (slowest === undefined || !this.mustClose(slowest[1])) break;
      this.closeSocket(slowest[0]);
    }
    return this.bySocket.has(socket);
  }

  /** Whether the socket whose last progress was longest ago is slow, or nobody is and the burst is too large. */
  private mustClose({ pass }: Account): boolean {
    return this.pass - pass >= SLOW_AFTER_PASSES || this.inMessages > this.limits.inTotal * (1 + BURST_SHARE);
  }

  private countPasses(): void {
    const isCounting = this.passesToCount > 0;
    this.passesToCount = SLOW_AFTER_PASSES;
    if (!isCounting) this.countPass();
  }

  private countPass(): void {
    this.afterPass(() => {
      this.pass += 1;
      this.passesToCount -= 1;
      if (this.passesToCount > 0) this.countPass();
    });
  }

  /** Forgets what waits for an open socket. Returns its bytes. */
  private removeAccount(socket: UnsentSocket): number {
    const { messages, queued } = this.bySocket.get(socket) ?? { messages: [], queued: 0 };
    this.bySocket.delete(socket);
    const inMessages = sum(messages);
    this.inMessages -= inMessages;
    this.changeOpen(-inMessages - queued);
    return inMessages + queued;
  }

  private changeOpen(bytes: number): void {
    this.open += bytes;
    this.reportBytes();
  }

  private reportBytes(): void {
    this.report(this.open + this.inClosing);
  }

  private closeSocket(socket: UnsentSocket): void {
    const bytes = this.removeAccount(socket);
    this.closing.set(socket, bytes);
    this.inClosing += bytes;
    this.reportBytes();
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
