import type { CallId } from '@earshot/contracts';
import type { StartedState } from './socket-session.js';

/*
 * The server's replies, the same in every protocol of JSON messages. They tell a client whether its call was accepted,
 * resumed or refused. LCA's own server sends no replies and its clients read none, so these do not disturb them.
 */

/** `resumedAtMs`: the position on the call clock where this connection continues; absent for a call that begins. */
export const startedReply = (callId: CallId, { resumedAtMs, replay }: StartedState = {}): string =>
  JSON.stringify({
    type: 'started',
    callId,
    ...(resumedAtMs !== undefined && { resumedAtMs }),
    ...(replay !== undefined && { replay }),
  });

/** The bus has every byte of the call. `receivedMs`: the call's end on its clock, milliseconds, gaps included. */
export const endedReply = (callId: CallId, receivedMs: number): string =>
  JSON.stringify({ type: 'ended', callId, receivedMs });

/** A message or a call was refused. */
export const errorReply = (code: string, message: string, callId?: CallId): string =>
  JSON.stringify({ type: 'error', code, message, ...(callId === undefined ? {} : { callId }) });
