import type { CallId, EventData } from '@earshot/contracts';
import { EventPublisher } from '@earshot/runtime';

type Segment = EventData<'transcript.segment'>;
type Emit = (topic: string, type: string, callId: CallId, data: unknown) => Promise<void>;

const LOOK_EVERY_MS = 1_000;
/** A process that comes so much too late to its own timer was stopped: every provider has ended its sessions by then. */
const STOPPED_MS = 10_000;

/**
 * A provider that hears nothing for some seconds ends the session and gives what it has as a final, cut off in the middle
 * of the utterance (Amazon Transcribe does so after 15 s). A process that was stopped and goes on finds these when others
 * have its calls and have said the same words in full.
 */
export function injectLateFinals(): void {
  /** What publishes the last partial of each channel as a final. */
  const unfinished = new Map<string, () => Promise<void>>();
  const prototype = EventPublisher.prototype as unknown as { emit: Emit };
  const { emit } = prototype;
  prototype.emit = function (this: unknown, topic, type, callId, data) {
    if (type === 'transcript.segment') {
      const segment = data as Segment;
      const key = `${callId} ${segment.channel}`;
      const final: Segment = { ...segment, isPartial: false, revision: segment.revision + 1 };
      if (segment.isPartial) unfinished.set(key, () => emit.call(this, topic, type, callId, final));
      else unfinished.delete(key);
    }
    return emit.call(this, topic, type, callId, data);
  };
  let lookedAtMs = Date.now();
  setInterval(() => {
    const sinceMs = Date.now() - lookedAtMs;
    lookedAtMs = Date.now();
    if (sinceMs < STOPPED_MS) return;
    for (const publish of unfinished.values()) void publish().catch(() => undefined);
    unfinished.clear();
  }, LOOK_EVERY_MS).unref();
}
