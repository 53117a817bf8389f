import { readNameAddress, splitList, type SipRequest } from '@earshot/media/siprec';
import type { SipPath } from '../transport/sip-path.js';
import type { ClientRequests, OutgoingRequest } from './client-requests.js';
import type { Recording } from './recording.js';
import type { ServerTransaction } from './server-transactions.js';
import type { SessionInterval } from './session-timer.js';

/** A dialog that nobody refreshes ends this long before its time is over (RFC 4028, section 10). */
const EXPIRY_MARGIN_MS = 32_000;

/** One recording session: the dialog of RFC 3261, and what it records. */
export class RecordingDialog {
  private remoteCseq: number;
  private localCseq = 0;
  private remoteTarget: string;
  private readonly routes: readonly string[];
  private refreshedAtMs: number;
  private isRefreshing = false;
  private allowsUpdate: boolean;
  /** The INVITE whose 200 the peer has not acknowledged yet. */
  private waitingForAck: ServerTransaction | undefined;
  /** A request of the peer that changes the recording and has no answer yet. */
  isChanging = false;
  isOver = false;

  constructor(
    private readonly invite: SipRequest,
    readonly localTag: string,
    private path: SipPath,
    readonly recording: Recording,
    private interval: SessionInterval | null,
    private readonly contact: (path: SipPath) => string,
    private readonly requests: ClientRequests,
    nowMs: number,
  ) {
    const { headers, cseq } = invite;
    this.remoteCseq = cseq.number;
    this.routes = headers.findAll('record-route').flatMap(splitList);
    this.remoteTarget = readNameAddress(splitList(headers.find('contact') ?? '')[0] ?? '')?.uri ?? invite.from.uri;
    this.allowsUpdate = headers.listTokens('allow').includes('update');
    this.refreshedAtMs = nowMs;
  }

  get key(): string {
    return dialogKey(this.invite.callId, this.localTag, this.invite.from.params['tag']);
  }

  /** Takes the number of a request of the peer. Returns whether it is a later one than before. */
  takeCseq(number: number): boolean {
    if (number <= this.remoteCseq) return false;
    this.remoteCseq = number;
    return true;
  }

  /**
   * The 200 to this request is sent again until the peer acknowledges it. A peer that sends the next INVITE has the 200 to the one
   * before.
   */
  awaitAck(transaction: ServerTransaction): void {
    this.waitingForAck?.acknowledge();
    this.waitingForAck = transaction;
  }

  acknowledge(cseqNumber: number): void {
    if (this.waitingForAck?.request.cseq.number !== cseqNumber) return;
    this.waitingForAck.acknowledge();
    this.waitingForAck = undefined;
  }

  /** A request of the peer refreshes the session, and tells us where it is reached from now on. */
  refresh({ headers }: SipRequest, path: SipPath, interval: SessionInterval | null, nowMs: number): void {
    this.path = path;
    this.interval = interval ?? this.interval;
    this.refreshedAtMs = nowMs;
    this.allowsUpdate ||= headers.listTokens('allow').includes('update');
    const contact = readNameAddress(splitList(headers.find('contact') ?? '')[0] ?? '');
    if (contact !== null) this.remoteTarget = contact.uri;
  }

  /** The peer has sent something on this path: after a lost connection, its next one counts. */
  usePath(path: SipPath): void {
    this.path = path;
  }

  /** Refreshes the session where that is our part, and tells whether its time is over. Call it about once a second. */
  tick(nowMs: number): 'ALIVE' | 'EXPIRED' {
    if (this.interval === null || this.isOver) return 'ALIVE';
    const limitMs = this.interval.seconds * 1_000;
    const ageMs = nowMs - this.refreshedAtMs;
    if (this.interval.isRefreshedByUs && ageMs >= limitMs / 2 && !this.isRefreshing) void this.sendRefresh(nowMs);
    return ageMs >= limitMs - Math.min(EXPIRY_MARGIN_MS, limitMs / 3) ? 'EXPIRED' : 'ALIVE';
  }

  /** Ends the session at the peer. Resolves when the peer has answered, or does not answer. */
  async sendBye(reason: string): Promise<void> {
    this.close();
    await this.requests.sendRequest(this.toRequest('BYE', [['Reason', reason]]), this.path, this.targetPort);
  }

  close(): void {
    this.isOver = true;
    this.waitingForAck?.acknowledge();
    this.waitingForAck = undefined;
  }

  private async sendRefresh(nowMs: number): Promise<void> {
    this.isRefreshing = true;
    try {
      const response = this.allowsUpdate ? await this.sendUpdate() : await this.sendReinvite();
      if (response !== null && response.statusCode < 300) this.refreshedAtMs = nowMs;
    } finally {
      this.isRefreshing = false;
    }
  }

  private sendUpdate() {
    return this.requests.sendRequest(this.toRequest('UPDATE', this.refreshHeaders()), this.path, this.targetPort);
  }

  /** For peers that do not know UPDATE: offers the session description that is in force. */
  private async sendReinvite() {
    const body = { contentType: 'application/sdp', text: this.recording.description };
    const request = { ...this.toRequest('INVITE', this.refreshHeaders()), body };
    const cseq = this.localCseq;
    const response = await this.requests.sendRequest(request, this.path, this.targetPort);
    if (response !== null && response.statusCode < 300) {
      this.requests.sendAck(this.toRequest('ACK', [], cseq), this.path, this.targetPort);
    }
    return response;
  }

  private refreshHeaders(): (readonly [string, string])[] {
    return [
      ['Contact', this.contact(this.path)],
      ['Supported', 'timer'],
      ['Session-Expires', `${this.interval?.seconds ?? 0};refresher=uac`],
    ];
  }

  private toRequest(method: string, headers: readonly (readonly [string, string])[], cseq?: number): OutgoingRequest {
    const number = cseq ?? (this.localCseq += 1);
    const { headers: sent, callId } = this.invite;
    return {
      method,
      uri: this.remoteTarget,
      headers: [
        ['Max-Forwards', '70'],
        ...this.routes.map((route) => ['Route', route] as const),
        ['From', `${sent.find('to') ?? ''};tag=${this.localTag}`],
        ['To', sent.find('from') ?? ''],
        ['Call-ID', callId],
        ['CSeq', `${number} ${method}`],
        ...headers,
      ],
    };
  }

  /** Over UDP, a peer at the address of its Contact is reached at the port of its Contact; any other, at the port it sent from. */
  private get targetPort(): number | undefined {
    const [, host, port] = /^sips?:(?:[^@]*@)?(\[[^\]]+\]|[^:;?]+)(?::(\d{1,5}))?/i.exec(this.remoteTarget) ?? [];
    const isDirect = this.routes.length === 0 && host?.replace(/[[\]]/g, '') === this.path.peer.address;
    return this.path.isReliable || !isDirect ? undefined : Number(port ?? 5060);
  }
}

export const dialogKey = (callId: string, localTag: string | undefined, remoteTag: string | undefined): string =>
  `${callId} ${localTag ?? ''} ${remoteTag ?? ''}`;
