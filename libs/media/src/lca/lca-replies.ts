import type { CallId, CallRefusalCode } from '@earshot/contracts';
import { messageOf, type LcaErrorCode, type LcaReplyCode } from './lca-errors.js';

/*
 * What the server sends. LCA's own server sends nothing and its clients read nothing, so these texts disturb none of
 * them. A client that reads learns whether its call was accepted, resumed or refused.
 */

/** `resumedAtMs`: the position on the call clock where this connection continues; absent for a call that begins. */
export const startedReply = (callId: CallId, resumedAtMs?: number): string =>
  JSON.stringify({ type: 'started', callId, ...(resumedAtMs === undefined ? {} : { resumedAtMs }) });

/** The bus has every byte of the call. `receivedMs`: the call's end on its clock, milliseconds, gaps included. */
export const endedReply = (callId: CallId, receivedMs: number): string =>
  JSON.stringify({ type: 'ended', callId, receivedMs });

/** A message or a call was refused. */
export const errorReply = (code: LcaErrorCode | CallRefusalCode, callId?: CallId): string =>
  asError(code, messageOf(code), callId);

/** `seen` names the kind of the client's first message, e.g. `a Genesys AudioHook message`. */
export const wrongProtocolReply = (seen: string): string =>
  asError(
    'WRONG_PROTOCOL',
    `This path takes the LCA WebSocket protocol. Its first message is {"callEvent":"START","samplingRate":8000,…}. Received: ${seen}. The connection is closed.`,
  );

const asError = (code: LcaReplyCode, message: string, callId?: CallId): string =>
  JSON.stringify({ type: 'error', code, message, ...(callId === undefined ? {} : { callId }) });
