import type { Handlers } from '@earshot/contracts';
import type { WriteBatcher } from '../writes/write-batcher.js';

export const insightHandlers = (writes: WriteBatcher): Handlers<'persistence', 'calls.insight'> => ({
  // Partials are not stored: subscribers receive them from the bus (docs/adr/0005-partials-are-not-stored.md).
  'segment.enriched': ({ callId, occurredAtMs: atMs, data }) =>
    data.isPartial ? undefined : writes.write({ kind: 'segment', callId, atMs, data }),
  'category.matched': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'category', callId, atMs, data }),
  'metrics.changed': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'metrics', callId, atMs, data }),
  'transcript.engine-selected': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'engine', callId, atMs, data }),
  'transcript.covered': ({ callId, occurredAtMs: atMs, data }) => writes.write({ kind: 'covered', callId, atMs, data }),
  'transcript.gap': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'transcript-gap', callId, atMs, data }),
  'transcript.wordless': ({ callId, occurredAtMs: atMs, data }) =>
    writes.write({ kind: 'wordless', callId, atMs, data }),
  'transcript.completed': ({ callId, occurredAtMs: atMs }) => writes.write({ kind: 'transcript-done', callId, atMs }),
});
