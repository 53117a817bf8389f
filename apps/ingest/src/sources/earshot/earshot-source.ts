import type { ParticipantRole } from '@earshot/contracts';
import type { NewId } from '@earshot/ports';
import { createEarshotSession, type EarshotStart } from '@earshot/media/earshot';
import type { CallStart } from '../../call/call-start.js';
import { CallConnection } from '../call-connection.js';
import type { MediaSource } from '../media-source.js';

export const EARSHOT_PATH = '/api/v1/earshot';

/** Calls over Earshot's own WebSocket protocol: any number of tracks, and participants who come and go. */
export const createEarshotSource = (path: string): MediaSource => ({
  start: (context) => {
    const { clock, newId, clientTimeoutMs, serveSockets } = context;
    const options = { newId, timeoutMs: clientTimeoutMs };
    const source = { name: 'earshot', toCallStart: (start: EarshotStart) => toCallStart(start, newId) };
    return serveSockets(
      path,
      (socket, origin) =>
        new CallConnection(socket, createEarshotSession(options, clock.nowMs()), source, origin, context),
    );
  },
});

/**
 * Without labels of its own, the call gets the first customer's number and the first agent's name, so that lists and searches
 * find it.
 */
function toCallStart({ sampleRateHz, codec, channelCount, replay, ...call }: EarshotStart, newId: NewId): CallStart {
  const findFirst = (wanted: ParticipantRole) => call.participants.find(({ role }) => role === wanted);
  const customerNumber = call.customerNumber ?? findFirst('CUSTOMER')?.number;
  const agentId = call.agentId ?? findFirst('AGENT')?.name;
  return {
    ...call,
    source: 'earshot-websocket',
    format: { sampleRateHz, codec, channelCount },
    ...(customerNumber !== undefined && { customerNumber }),
    ...(agentId !== undefined && { agentId }),
    ...(replay !== undefined && { replay: { ...replay, newStream: newId() } }),
  };
}
