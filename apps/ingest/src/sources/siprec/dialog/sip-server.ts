import type { Result } from '@earshot/contracts';
import { readSipMessage, writeSipResponse, type SipRequest, type SiprecErrorCode } from '@earshot/media/siprec';
import type { Clock, NewId } from '@earshot/ports';
import type { IngestTelemetry } from '../../../ingest.metrics.js';
import type { SipPath } from '../transport/sip-path.js';
import { checkNewSession, checkRequest, findUnsupported, type CheckedRequest } from './check-request.js';
import { ClientRequests } from './client-requests.js';
import type { OpenRecording, Recording } from './recording.js';
import { dialogKey, RecordingDialog } from './recording-dialog.js';
import { capabilityHeaders, refusalResponse } from './responses.js';
import { ServerTransactions, type ServerTransaction } from './server-transactions.js';
import { writeSessionInterval } from './session-timer.js';

export interface SipServerOptions {
  /** The address that recording clients reach us at. */
  readonly publicAddress: string;
  readonly openRecording: OpenRecording;
  /** Whether requests from this address are answered. */
  isAllowed(address: string): boolean;
}

/** How long a drain waits for the answers to our BYEs. */
const BYE_ANSWER_MS = 1_000;

/** Answers the requests of recording clients (RFC 3261, RFC 7866), and keeps their dialogs. It opens no sockets. */
export class SipServer {
  private readonly transactions: ServerTransactions;
  private readonly requests: ClientRequests;
  private readonly dialogs = new Map<string, RecordingDialog>();
  private isDraining = false;

  constructor(
    private readonly options: SipServerOptions,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly telemetry: IngestTelemetry<'refused'>,
  ) {
    this.transactions = new ServerTransactions(clock);
    this.requests = new ClientRequests(bracket(options.publicAddress), clock, newId);
  }

  get dialogCount(): number {
    return this.dialogs.size;
  }

  /** Takes one message of a port. */
  receiveMessage(bytes: Uint8Array, path: SipPath): void {
    const read = readSipMessage(bytes);
    if (!read.ok) return this.telemetry.metrics.refused.add(1, { code: read.error });
    if (read.value.kind === 'response') this.requests.receiveResponse(read.value);
    else this.receiveRequest(read.value, path);
  }

  /** Refreshes sessions, and ends those whose audio or refresh does not come. Call it about once a second. */
  tick(nowMs: number): void {
    this.transactions.forgetOld(nowMs);
    for (const dialog of this.dialogs.values()) {
      const isExpired = dialog.tick(nowMs) === 'EXPIRED';
      // While audio comes, the call goes on, whatever the timer says: a recorder must not lose it.
      if (dialog.recording.isAlive(nowMs) && !(isExpired && !dialog.recording.isReceiving(nowMs))) continue;
      this.telemetry.logger.warn({ isExpired }, 'a recording session fell silent; it is ended');
      this.loseDialog(dialog, 'SIP;cause=408;text="No audio"');
    }
  }

  /** Refuses new sessions, and ends the others. Their calls stay open for the process that they come to next. */
  async close(): Promise<void> {
    this.isDraining = true;
    const byes = [...this.dialogs.values()].map((dialog) => this.loseDialog(dialog, 'SIP;cause=503;text="Restart"'));
    const giveUp = this.clock.schedule(BYE_ANSWER_MS, () => this.requests.close());
    await Promise.all(byes);
    giveUp();
    this.requests.close();
    this.transactions.close();
  }

  private receiveRequest(request: SipRequest, path: SipPath): void {
    const transaction = this.transactions.find(request, path);
    if (!this.options.isAllowed(path.peer.address)) return this.refuseStranger(request, path);
    if (request.method === 'ACK') return this.receiveAck(request, path, transaction);
    if (transaction !== undefined && request.method !== 'CANCEL') return transaction.resend();
    if (!this.transactions.hasRoomFor(path)) return this.telemetry.metrics.refused.add(1, { code: 'SIP_BUSY' });
    const opened = this.transactions.open(request, path);
    if (request.method === 'CANCEL') return this.receiveCancel(opened, transaction);
    this.answer(request, opened).catch((error: unknown) => {
      this.telemetry.logger.error({ err: error }, 'could not answer a SIP request');
      this.refuse(opened, 'SIP_BUSY');
    });
  }

  /** Without a transaction: strangers take no memory. */
  private refuseStranger(request: SipRequest, path: SipPath): void {
    const code = 'SIP_ADDRESS_NOT_ALLOWED';
    this.telemetry.metrics.refused.add(1, { code });
    if (request.method !== 'ACK') path.send(writeSipResponse(request, path.peer, refusalResponse(code, this.newId())));
  }

  private async answer(request: SipRequest, transaction: ServerTransaction): Promise<void> {
    const isInDialog = request.to.params['tag'] !== undefined;
    if (request.method === 'OPTIONS') return this.answerOptions(transaction);
    if (isInDialog) return this.answerInDialog(request, transaction);
    if (request.method === 'INVITE') return this.answerInvite(request, transaction);
    this.refuse(transaction, ['BYE', 'UPDATE'].includes(request.method) ? 'DIALOG_UNKNOWN' : 'METHOD_NOT_SUPPORTED');
  }

  private answerOptions(transaction: ServerTransaction): void {
    if (this.isDraining) return this.refuse(transaction, 'SIP_BUSY');
    transaction.respond({ statusCode: 200, reason: 'OK', toTag: this.newId(), headers: capabilityHeaders });
  }

  private async answerInvite(invite: SipRequest, transaction: ServerTransaction): Promise<void> {
    if (this.isDraining) return this.refuse(transaction, 'SIP_BUSY');
    const checked = checkNewSession(invite);
    if (!checked.ok) return this.refuse(transaction, checked.error);
    transaction.respond({ statusCode: 100, reason: 'Trying' });
    const localTag = this.newId();
    const { path } = transaction;
    const key = dialogKey(invite.callId, localTag, invite.from.params['tag']);
    let isHungUp = false;
    const hangUp = () => {
      isHungUp = true;
      const dialog = this.dialogs.get(key);
      if (dialog !== undefined) this.endDialog(dialog, 'SIP;cause=480');
    };
    const opened = await this.options.openRecording({ invite, body: checked.value.body, path, hangUp });
    if (!opened.ok) return this.refuse(transaction, opened.error);
    // The client may have given up, or the drain may have begun, while the RTP ports were bound.
    if (transaction.isAnswered || this.isDraining || isHungUp) {
      opened.value.lose();
      return this.refuse(transaction, 'SIP_BUSY');
    }
    this.openDialog(invite, localTag, path, opened.value, checked.value, transaction);
  }

  private openDialog(
    invite: SipRequest,
    localTag: string,
    path: SipPath,
    recording: Recording,
    { interval }: CheckedRequest,
    transaction: ServerTransaction,
  ): void {
    const nowMs = this.clock.nowMs();
    const contact = (way: SipPath) => this.contactOn(way);
    const dialog = new RecordingDialog(invite, localTag, path, recording, interval, contact, this.requests, nowMs);
    this.dialogs.set(dialog.key, dialog);
    this.accept(dialog, transaction, recording.description, interval);
  }

  private async answerInDialog(request: SipRequest, transaction: ServerTransaction): Promise<void> {
    const dialog = this.findDialog(request);
    if (dialog === undefined) return this.refuse(transaction, 'DIALOG_UNKNOWN');
    if (!dialog.takeCseq(request.cseq.number)) return this.refuse(transaction, 'REQUEST_OUT_OF_ORDER');
    dialog.usePath(transaction.path);
    if (request.method === 'BYE') return this.answerBye(dialog, transaction);
    if (request.method !== 'INVITE' && request.method !== 'UPDATE')
      return this.refuse(transaction, 'METHOD_NOT_SUPPORTED');
    if (dialog.isChanging) return this.refuse(transaction, 'OFFER_PENDING');
    dialog.isChanging = true;
    try {
      await this.answerChange(dialog, request, transaction);
    } finally {
      dialog.isChanging = false;
    }
  }

  private async answerChange(
    dialog: RecordingDialog,
    request: SipRequest,
    transaction: ServerTransaction,
  ): Promise<void> {
    const checked = checkRequest(request);
    if (!checked.ok) return this.refuse(transaction, checked.error);
    if (request.method === 'INVITE') transaction.respond({ statusCode: 100, reason: 'Trying' });
    const { body, interval } = checked.value;
    const changed: Result<string | null, SiprecErrorCode> = await dialog.recording.changeRecording(body);
    if (!changed.ok) return this.refuse(transaction, changed.error);
    if (dialog.isOver) return this.refuse(transaction, 'DIALOG_UNKNOWN');
    dialog.refresh(request, transaction.path, interval, this.clock.nowMs());
    // An INVITE without an offer asks for ours (RFC 3264, section 4).
    const description = changed.value ?? (request.method === 'INVITE' ? dialog.recording.description : null);
    this.accept(dialog, transaction, description, interval);
  }

  private answerBye(dialog: RecordingDialog, transaction: ServerTransaction): void {
    dialog.close();
    this.dialogs.delete(dialog.key);
    transaction.respond({ statusCode: 200, reason: 'OK', toTag: dialog.localTag });
    dialog.recording.end();
  }

  private accept(
    dialog: RecordingDialog,
    transaction: ServerTransaction,
    description: string | null,
    interval: CheckedRequest['interval'],
  ): void {
    const { request, path } = transaction;
    if (request.method === 'INVITE') dialog.awaitAck(transaction);
    transaction.respond({
      statusCode: 200,
      reason: 'OK',
      toTag: dialog.localTag,
      headers: [
        ['Contact', this.contactOn(path)],
        ...capabilityHeaders,
        ...(interval === null ? [] : writeSessionInterval(interval, request)),
      ],
      ...(description !== null && { body: { contentType: 'application/sdp', text: description } }),
    });
  }

  private receiveAck(request: SipRequest, path: SipPath, transaction: ServerTransaction | undefined): void {
    transaction?.acknowledge();
    // The ACK of a 200 has a branch of its own and belongs to the dialog.
    const dialog = this.findDialog(request);
    dialog?.acknowledge(request.cseq.number);
    dialog?.usePath(path);
  }

  private receiveCancel(transaction: ServerTransaction, invite: ServerTransaction | undefined): void {
    if (invite === undefined) return this.refuse(transaction, 'DIALOG_UNKNOWN');
    const toTag = this.newId();
    transaction.respond({ statusCode: 200, reason: 'OK', toTag });
    invite.respond({ statusCode: 487, reason: 'Request Terminated', toTag });
  }

  private refuse(transaction: ServerTransaction, code: SiprecErrorCode): void {
    if (transaction.isAnswered) return;
    const { request } = transaction;
    this.telemetry.metrics.refused.add(1, { code });
    const unsupported = findUnsupported(request).map((extension) => ['Unsupported', extension] as const);
    transaction.respond(refusalResponse(code, this.newId(), code === 'EXTENSION_NOT_SUPPORTED' ? unsupported : []));
  }

  private endDialog(dialog: RecordingDialog, reason: string): Promise<void> {
    this.dialogs.delete(dialog.key);
    return dialog.sendBye(reason);
  }

  private loseDialog(dialog: RecordingDialog, reason: string): Promise<void> {
    dialog.recording.lose();
    return this.endDialog(dialog, reason);
  }

  private findDialog({ callId, to, from }: SipRequest): RecordingDialog | undefined {
    return this.dialogs.get(dialogKey(callId, to.params['tag'], from.params['tag']));
  }

  private contactOn({ transport, localPort }: SipPath): string {
    const parameter = transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`;
    return `<sip:earshot@${bracket(this.options.publicAddress)}:${localPort}${parameter}>;+sip.srs`;
  }
}

const bracket = (address: string): string => (address.includes(':') ? `[${address}]` : address);
