import type { z } from 'zod';
import type { AudioFrame } from './audio/audio-frame.codec.js';
import type { CallId } from '../ids.js';
import { audioGapDeclared } from './audio/audio-gap-declared.event.js';
import { callEnded } from './lifecycle/call-ended.event.js';
import { callStarted } from './lifecycle/call-started.event.js';
import { categoryMatched } from './insight/category-matched.event.js';
import { deadLetter } from './dead-letter.event.js';
import { metricsChanged } from './insight/metrics-changed.event.js';
import { processingFailed } from './processing-failed.event.js';
import { rowChanged } from './updates/row-changed.event.js';
import { segmentEnriched } from './insight/segment-enriched.event.js';
import { streamClosed } from './audio/stream-closed.event.js';
import { streamOpened } from './audio/stream-opened.event.js';
import { transcriptCompleted } from './transcript/transcript-completed.event.js';
import { transcriptCovered } from './transcript/transcript-covered.event.js';
import { transcriptEngineSelected } from './transcript/transcript-engine-selected.event.js';
import { transcriptGap } from './transcript/transcript-gap.event.js';
import { transcriptSegment } from './transcript/transcript-segment.event.js';
import { transcriptionRequested } from './lifecycle/transcription-requested.event.js';

export { MAX_DEAD_KEY_CHARS, NO_CALL_ID } from './dead-letter.event.js';

const all = [
  streamOpened,
  audioGapDeclared,
  streamClosed,
  callStarted,
  callEnded,
  processingFailed,
  transcriptionRequested,
  transcriptSegment,
  transcriptEngineSelected,
  transcriptCovered,
  transcriptGap,
  transcriptCompleted,
  segmentEnriched,
  categoryMatched,
  metricsChanged,
  rowChanged,
  deadLetter,
] as const;

type Definition = (typeof all)[number];
export type JsonEventType = Definition['type'];
export type EventType = JsonEventType | 'audio.frame';

/** Every JSON event by its type: the closed table that parsing and typing rest on. */
export const eventDefinitions = Object.fromEntries(all.map((definition) => [definition.type, definition])) as {
  [D in Definition as D['type']]: D;
};

/** The data of one JSON event. */
export type EventData<T extends JsonEventType> = z.infer<(typeof eventDefinitions)[T]['data']>;

/** One JSON event with its envelope. */
export interface JsonEvent<T extends JsonEventType> {
  readonly id: string;
  readonly type: T;
  readonly version: number;
  readonly callId: CallId;
  readonly occurredAtMs: number;
  readonly data: EventData<T>;
}

export type EventOf<T extends EventType> = T extends JsonEventType ? JsonEvent<T> : AudioFrame;
export type EarshotEvent = { [T in EventType]: EventOf<T> }[EventType];
