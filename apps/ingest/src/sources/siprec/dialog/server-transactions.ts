import { writeSipResponse, type ResponseParts, type SipRequest } from '@earshot/media/siprec';
import type { Clock } from '@earshot/ports';
import type { SipPath } from '../transport/sip-path.js';

/** RFC 3261, table 4. */
const T1_MS = 500;
const T2_MS = 4_000;
/** How long an answer is remembered for requests that come again, and how long a peer may take to acknowledge one. */
export const TRANSACTION_MS = 64 * T1_MS;
/** About 200 new calls a second, each with four requests, for the time that answers are remembered. */
const MAX_TRANSACTIONS = 30_000;
/** A client that floods does not use up the room of the others. */
const MAX_TRANSACTIONS_PER_ADDRESS = 10_000;
const MAGIC_COOKIE = 'z9hG4bK';
/** No answer repeats the body of its request. */
const NO_BODY = new Uint8Array(0);

/** One request without its body, and the answers to it. */
export class ServerTransaction {
  private last: Uint8Array | undefined;
  private cancelResend = () => {};
  private hasFinal = false;

  constructor(
    readonly request: SipRequest,
    readonly path: SipPath,
    private readonly clock: Clock,
  ) {}

  get isAnswered(): boolean {
    return this.hasFinal;
  }

  /** Sends an answer. The final answer to an INVITE is sent again until the peer acknowledges it. */
  respond(parts: ResponseParts): void {
    if (this.hasFinal) return;
    this.last = writeSipResponse(this.request, this.path.peer, parts);
    this.hasFinal = parts.statusCode >= 200;
    this.resend();
    // A refusal is sent again only over UDP; a 200 over every transport (RFC 3261, section 13.3.1.4).
    const mayBeLost = !this.path.isReliable || parts.statusCode < 300;
    if (this.hasFinal && this.request.method === 'INVITE' && mayBeLost) this.resendLater(T1_MS, 0);
  }

  /** The request came again. */
  resend(): void {
    if (this.last !== undefined) this.path.send(this.last, this.responsePort);
  }

  /** The peer has the final answer. */
  acknowledge(): void {
    this.cancelResend();
  }

  private resendLater(delayMs: number, waitedMs: number): void {
    this.cancelResend = this.clock.schedule(delayMs, () => {
      this.resend();
      const nextMs = Math.min(2 * delayMs, T2_MS);
      if (waitedMs + delayMs + nextMs <= TRANSACTION_MS) this.resendLater(nextMs, waitedMs + delayMs);
    });
  }

  /** RFC 3261, section 18.2.2, and RFC 3581: over UDP, to the port that the peer names if it does not ask for its own. */
  private get responsePort(): number | undefined {
    const { via } = this.request;
    return this.path.isReliable || via.wantsRport ? undefined : (via.port ?? 5060);
  }
}

/** Remembers answers, so that a request that comes again gets the same one. */
export class ServerTransactions {
  private readonly transactions = new Map<
    string,
    { readonly transaction: ServerTransaction; readonly untilMs: number }
  >();
  private readonly countByAddress = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Whether one more request of this peer may be remembered. */
  hasRoomFor({ peer }: SipPath): boolean {
    return this.transactions.size < MAX_TRANSACTIONS && this.countOf(peer.address) < MAX_TRANSACTIONS_PER_ADDRESS;
  }

  /** The transaction of the same request; for an ACK or a CANCEL, the one of its INVITE. */
  find(request: SipRequest, path: SipPath): ServerTransaction | undefined {
    const method = ['ACK', 'CANCEL'].includes(request.method) ? 'INVITE' : request.method;
    return this.transactions.get(keyOf(request, path, method))?.transaction;
  }

  open(request: SipRequest, path: SipPath): ServerTransaction {
    const transaction = new ServerTransaction({ ...request, body: NO_BODY }, path, this.clock);
    const untilMs = this.clock.nowMs() + TRANSACTION_MS;
    const key = keyOf(request, path, request.method);
    // A CANCEL that comes again takes the place of the one before, at the end of the order.
    this.forget(key);
    this.transactions.set(key, { transaction, untilMs });
    this.countByAddress.set(path.peer.address, this.countOf(path.peer.address) + 1);
    return transaction;
  }

  /** Call it about once a second. */
  forgetOld(nowMs: number): void {
    for (const [key, { untilMs }] of this.transactions) {
      // They are in the order of their time.
      if (untilMs > nowMs) return;
      this.forget(key);
    }
  }

  /** Stops sending answers again. */
  close(): void {
    for (const { transaction } of this.transactions.values()) transaction.acknowledge();
    this.transactions.clear();
    this.countByAddress.clear();
  }

  private forget(key: string): void {
    const address = this.transactions.get(key)?.transaction.path.peer.address;
    if (address === undefined) return;
    this.transactions.delete(key);
    const left = this.countOf(address) - 1;
    if (left > 0) this.countByAddress.set(address, left);
    else this.countByAddress.delete(address);
  }

  private countOf(address: string): number {
    return this.countByAddress.get(address) ?? 0;
  }
}

/** RFC 3261, section 17.2.3. A client of the RFC before it has no branch that is its own. */
function keyOf({ via, callId, cseq, from }: SipRequest, { peer }: SipPath, method: string): string {
  const branch = via.branch.startsWith(MAGIC_COOKIE)
    ? via.branch
    : `${callId} ${cseq.number} ${from.params['tag'] ?? ''}`;
  return `${method} ${peer.address} ${via.host} ${via.port ?? ''} ${branch}`;
}
