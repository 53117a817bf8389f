import type { CallId, CallRefusalCode, RosterRefusalCode } from '@earshot/contracts';
import type { MediaAction } from './media-action.js';
import type { SessionStart } from './media-protocol.js';
import type { MediaSession } from './media-session.js';
import type { SocketSession } from './socket-session.js';

/** The purpose of the connection is fulfilled (RFC 6455, section 7.4.1). */
const CLOSE_NORMAL = 1000;

/** A session whose client reads no replies, and ends its call by a proper close of the connection. */
export class SilentSession<Start extends SessionStart, Code extends string> implements SocketSession<Start> {
  constructor(private readonly session: MediaSession<Start, Code>) {}

  receiveText(bytes: Uint8Array, nowMs: number): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.receiveText(bytes, nowMs));
  }

  receiveBinary(bytes: Uint8Array, nowMs: number): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.receiveBinary(bytes, nowMs));
  }

  keepAlive(nowMs: number): void {
    this.session.keepAlive(nowMs);
  }

  tick(nowMs: number): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.tick(nowMs));
  }

  connectionLost(closeCode?: number): readonly MediaAction<Start>[] {
    const ended = closeCode === CLOSE_NORMAL ? this.session.endQuietly() : [];
    return withoutReplies([...ended, ...this.session.connectionLost()]);
  }

  confirmStart(): readonly MediaAction<Start>[] {
    return [];
  }

  confirmEnd(): readonly MediaAction<Start>[] {
    return [];
  }

  refuseCall(code: CallRefusalCode): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.refuseCall(code));
  }

  refuseEnd(callId: CallId, code: CallRefusalCode): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.refuseEnd(callId, code));
  }

  refuseChange(code: RosterRefusalCode): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.refuseChange(code));
  }

  reportOversized(): readonly MediaAction<Start>[] {
    return withoutReplies(this.session.reportOversized());
  }
}

const withoutReplies = <Start>(actions: readonly MediaAction<Start>[]): readonly MediaAction<Start>[] =>
  actions.filter(({ kind }) => kind !== 'reply');
