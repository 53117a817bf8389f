import type { CallId, CallRefusalCode, RosterRefusalCode } from '@earshot/contracts';
import type { MediaAction } from './media-action.js';

/** How a call that a session started stands in Earshot. */
export interface StartedState {
  /** The position on the call clock where this connection continues, milliseconds; absent for a call that begins. */
  readonly resumedAtMs?: number;
  /** Where the audio of a client goes on that keeps it for its return. */
  readonly replay?: ReplayPosition;
}

/** A client that keeps its audio goes on with sample `fromSample` of this stream, counted from the first sample of the stream. */
export interface ReplayPosition {
  readonly stream: string;
  readonly fromSample: number;
}

/**
 * The server's side of one socket of any protocol: turns each input into actions for the owner of the socket, and puts what
 * Earshot has to say into the words of the protocol, or into none. It holds no socket, clock or timer.
 */
export interface SocketSession<Start> {
  /** A text message. */
  receiveText(bytes: Uint8Array, nowMs: number): readonly MediaAction<Start>[];
  /** A binary message. The actions keep `bytes` by reference: do not write to it afterwards. */
  receiveBinary(bytes: Uint8Array, nowMs: number): readonly MediaAction<Start>[];
  /** The peer is alive: it sent a pong, or we read its socket again after a pause of our own. */
  keepAlive(nowMs: number): void;
  /** Comes about once a second. */
  tick(nowMs: number): readonly MediaAction<Start>[];
  /** The connection is gone. `closeCode`: the peer's, or 1006 if it sent none. */
  connectionLost(closeCode?: number): readonly MediaAction<Start>[];
  /** The call of this socket is accepted. Comes again with a position if that was not known before. */
  confirmStart(callId: CallId, state: StartedState): readonly MediaAction<Start>[];
  /** The bus has every byte of the call. `receivedMs`: the call's end on its clock, milliseconds, gaps included. */
  confirmEnd(callId: CallId, receivedMs: number): readonly MediaAction<Start>[];
  /** The owner refuses the call, or takes it away from this socket. */
  refuseCall(code: CallRefusalCode): readonly MediaAction<Start>[];
  /** The client ended a call on this socket, and the owner refuses that call afterwards. */
  refuseEnd(callId: CallId, code: CallRefusalCode): readonly MediaAction<Start>[];
  /** The call of this socket refused a change of its roster, or to go on after a pause. It goes on as before. */
  refuseChange(code: RosterRefusalCode): readonly MediaAction<Start>[];
  /** Somebody at Earshot paused the call, or let it go on. It may say so of a call that is so already. */
  changePause?(isPaused: boolean): readonly MediaAction<Start>[];
  /** The socket is closed by us after these actions: the client should connect again elsewhere. */
  sayGoodbye?(closeCode: number): readonly MediaAction<Start>[];
  /** The socket itself refused a message that is far too large, and closes. */
  reportOversized(): readonly MediaAction<Start>[];
}
