import type { Handlers } from '@earshot/contracts';
import type { WriteBatcher } from '../writes/write-batcher.js';

export const lifecycleHandlers = (writes: WriteBatcher): Handlers<'persistence', 'calls.lifecycle'> => ({
  'call.started': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'started', callId, atMs, data }),
  'call.changed': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'changed', callId, atMs, data }),
  'participant.joined': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'participant-joined', callId, atMs, data }),
  'participant.changed': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'participant-changed', callId, atMs, data }),
  'participant.left': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'participant-left', callId, atMs, data }),
  'call.pause-changed': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'pause', callId, atMs, data }),
  'call.ended': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'ended', callId, atMs, data }),
  'processing.failed': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'problem', callId, atMs, data }),
});
