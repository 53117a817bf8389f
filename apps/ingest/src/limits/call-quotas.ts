import type { CallId, CallRefusalCode } from '@earshot/contracts';
import type { CallOrigin, ClientQuota } from './client-quota.js';

/** The limits of each connection and of each client, for the calls of this process. */
export class CallQuotas {
  /** Where each call began. Its place counts until the call is over and on the bus. */
  private readonly origins = new Map<CallId, CallOrigin>();

  constructor(
    private readonly perSocket: ClientQuota,
    private readonly perClient: ClientQuota,
  ) {}

  /** Counts a start, of a new call or of a known one. Returns why it is refused; null if it is not. */
  takeStart({ socketKey, clientKey }: CallOrigin, nowMs: number): CallRefusalCode | null {
    return this.perSocket.takeStart(socketKey, nowMs) ?? this.perClient.takeStart(clientKey, nowMs);
  }

  /** Why a call that is not in this process is refused; null if it is not. */
  refusalOfNewCall({ socketKey, clientKey }: CallOrigin): CallRefusalCode | null {
    const hasRoom = this.perSocket.hasRoom(socketKey) && this.perClient.hasRoom(clientKey);
    return hasRoom ? null : 'TOO_MANY_CALLS_OF_CLIENT';
  }

  addCall(callId: CallId, origin: CallOrigin, nowMs: number): void {
    this.origins.set(callId, origin);
    this.perSocket.addCall(origin.socketKey, nowMs);
    this.perClient.addCall(origin.clientKey, nowMs);
  }

  removeCall(callId: CallId): void {
    const origin = this.origins.get(callId);
    if (origin === undefined) return;
    this.origins.delete(callId);
    this.perSocket.removeCall(origin.socketKey);
    this.perClient.removeCall(origin.clientKey);
  }

  /** Call it about once a second. */
  forgetIdleClients(nowMs: number): void {
    this.perSocket.forgetIdleClients(nowMs);
    this.perClient.forgetIdleClients(nowMs);
  }
}
