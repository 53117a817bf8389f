import { writeSipRequest, type SipResponse } from '@earshot/media/siprec';
import type { Clock, NewId } from '@earshot/ports';
import type { SipPath } from '../transport/sip-path.js';
import { TRANSACTION_MS } from './server-transactions.js';

const T1_MS = 500;
const T2_MS = 4_000;
/** Requests that wait for their answer; a drain sends one for each call. */
const MAX_WAITING = 50_000;

export interface OutgoingRequest {
  readonly method: string;
  readonly uri: string;
  /** Without the Via, which belongs to the transaction. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: { readonly contentType: string; readonly text: string };
}

/** The requests that we send in dialogs: BYE, UPDATE and INVITE. */
export class ClientRequests {
  private readonly waiting = new Map<string, (response: SipResponse | null) => void>();

  constructor(
    private readonly sentBy: string,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Sends a request, over UDP again and again. Resolves with the final answer; null: none came in time. */
  sendRequest(request: OutgoingRequest, path: SipPath, port?: number): Promise<SipResponse | null> {
    if (this.waiting.size >= MAX_WAITING) return Promise.resolve(null);
    const branch = `z9hG4bK${this.newId()}`;
    const bytes = writeSipRequest({ ...request, headers: [this.viaOf(path, branch), ...request.headers] });
    return new Promise((resolve) => {
      let cancelResend = () => {};
      const resendLater = (delayMs: number) => {
        cancelResend = this.clock.schedule(delayMs, () => {
          path.send(bytes, port);
          resendLater(Math.min(2 * delayMs, T2_MS));
        });
      };
      const finish = (response: SipResponse | null) => {
        cancelResend();
        cancelTimeout();
        this.waiting.delete(branch);
        resolve(response);
      };
      const cancelTimeout = this.clock.schedule(TRANSACTION_MS, () => finish(null));
      this.waiting.set(branch, finish);
      path.send(bytes, port);
      if (!path.isReliable) resendLater(T1_MS);
    });
  }

  /** Sends an ACK, which nobody answers. */
  sendAck(request: OutgoingRequest, path: SipPath, port?: number): void {
    const via = this.viaOf(path, `z9hG4bK${this.newId()}`);
    path.send(writeSipRequest({ ...request, headers: [via, ...request.headers] }), port);
  }

  receiveResponse(response: SipResponse): void {
    if (response.statusCode >= 200) this.waiting.get(response.via.branch)?.(response);
  }

  /** Gives up on every answer. */
  close(): void {
    for (const finish of [...this.waiting.values()]) finish(null);
  }

  private viaOf({ transport, localPort }: SipPath, branch: string): readonly [string, string] {
    return ['Via', `SIP/2.0/${transport} ${this.sentBy}:${localPort};branch=${branch};rport`];
  }
}
