import type { CallId } from '@earshot/contracts';
import { lcaErrors, type LcaErrorCode } from './lca-errors.js';

/*
 * What the server says. LCA's own server never says anything and its clients have no reader, so these texts disturb
 * nobody; a client that does read learns that its call was accepted, resumed or refused.
 */

/** `resumedAtMs`: where on the call's clock this connection goes on; absent for a call that begins. */
export const startedReply = (callId: CallId, resumedAtMs?: number): string =>
  JSON.stringify({ type: 'started', callId, ...(resumedAtMs === undefined ? {} : { resumedAtMs }) });

/** Every byte of the call is on the bus; `receivedMs` is the end of the call on its clock, milliseconds, gaps included. */
export const endedReply = (callId: CallId, receivedMs: number): string =>
  JSON.stringify({ type: 'ended', callId, receivedMs });

export const errorReply = (code: LcaErrorCode, callId?: CallId): string =>
  JSON.stringify({ type: 'error', code, message: lcaErrors[code].says, ...(callId === undefined ? {} : { callId }) });
