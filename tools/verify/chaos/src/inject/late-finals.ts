import type { CallId, EventData } from '@earshot/contracts';
import { EventPublisher } from '@earshot/runtime';

type Segment = EventData<'transcript.segment'>;
type Emit = (topic: string, type: string, callId: CallId, data: unknown) => Promise<void>;

const POLL_EVERY_MS = 1_000;
/** A process whose timer fires this late was stopped. By then, providers have ended its sessions. */
const STOPPED_MS = 10_000;

/**
 * Publishes finals as a stopped process does when it continues. A provider that receives no audio for some seconds (Amazon
 * Transcribe: 15 s) ends the session and sends its last result as a final, cut off in the middle of the utterance. When
 * the process continues, others have taken its calls over and published the same words in full.
 */
export function injectLateFinals(): void {
  /** For each track, a function that publishes its last partial as a final. */
  const unfinished = new Map<string, () => Promise<void>>();
  const prototype = EventPublisher.prototype as unknown as { emit: Emit };
  const { emit } = prototype;
  prototype.emit = function (this: unknown, topic, type, callId, data) {
    if (type === 'transcript.segment') {
      const segment = data as Segment;
      const key = `${callId} ${segment.track}`;
      const final: Segment = { ...segment, isPartial: false, revision: segment.revision + 1 };
      if (segment.isPartial) unfinished.set(key, () => emit.call(this, topic, type, callId, final));
      else unfinished.delete(key);
    }
    return emit.call(this, topic, type, callId, data);
  };
  let polledAtMs = Date.now();
  setInterval(() => {
    const sinceMs = Date.now() - polledAtMs;
    polledAtMs = Date.now();
    if (sinceMs < STOPPED_MS) return;
    for (const publish of unfinished.values()) void publish().catch(() => undefined);
    unfinished.clear();
  }, POLL_EVERY_MS).unref();
}
