import type { z } from 'zod';
import type { CallId } from '../ids.js';
import type { AudioFrame } from './audio/audio-frame.codec.js';
import { audioGapDeclared } from './audio/audio-gap-declared.event.js';
import { streamChanged } from './audio/stream-changed.event.js';
import { streamClosed } from './audio/stream-closed.event.js';
import { streamOpened } from './audio/stream-opened.event.js';
import { streamSilent } from './audio/stream-silent.event.js';
import { trackAssigned } from './audio/track-assigned.event.js';
import { accessRecorded } from './audit/access-recorded.event.js';
import { callChangeRequested } from './control/call-change-requested.event.js';
import { callErased } from './control/call-erased.event.js';
import { callPauseRequested } from './control/call-pause-requested.event.js';
import { categoryMatched } from './insight/category-matched.event.js';
import { metricsChanged } from './insight/metrics-changed.event.js';
import { segmentEnriched } from './insight/segment-enriched.event.js';
import { callChanged } from './lifecycle/call-changed.event.js';
import { callEnded } from './lifecycle/call-ended.event.js';
import { callPauseChanged } from './lifecycle/call-pause-changed.event.js';
import { callStarted } from './lifecycle/call-started.event.js';
import { deadLetter } from './lifecycle/dead-letter.event.js';
import { participantChanged } from './lifecycle/participant-changed.event.js';
import { participantJoined } from './lifecycle/participant-joined.event.js';
import { participantLeft } from './lifecycle/participant-left.event.js';
import { processingFailed } from './lifecycle/processing-failed.event.js';
import { transcriptionRequested } from './lifecycle/transcription-requested.event.js';
import { transcriptCompleted } from './transcript/transcript-completed.event.js';
import { transcriptCovered } from './transcript/transcript-covered.event.js';
import { transcriptEngineSelected } from './transcript/transcript-engine-selected.event.js';
import { transcriptGap } from './transcript/transcript-gap.event.js';
import { transcriptSegment } from './transcript/transcript-segment.event.js';
import { transcriptWordless } from './transcript/transcript-wordless.event.js';
import { rowChanged } from './updates/row-changed.event.js';

const all = [
  streamOpened,
  trackAssigned,
  audioGapDeclared,
  streamChanged,
  streamSilent,
  streamClosed,
  callStarted,
  participantJoined,
  participantChanged,
  participantLeft,
  callPauseChanged,
  callChanged,
  callEnded,
  processingFailed,
  transcriptionRequested,
  transcriptSegment,
  transcriptEngineSelected,
  transcriptCovered,
  transcriptGap,
  transcriptWordless,
  transcriptCompleted,
  segmentEnriched,
  categoryMatched,
  metricsChanged,
  rowChanged,
  deadLetter,
  accessRecorded,
  callErased,
  callPauseRequested,
  callChangeRequested,
] as const;

type Definition = (typeof all)[number];
export type JsonEventType = Definition['type'];
export type EventType = JsonEventType | 'audio.frame';

/** Every JSON event by its type. Parsing and typing rest on this closed table. */
export const eventDefinitions = Object.fromEntries(all.map((definition) => [definition.type, definition])) as {
  [D in Definition as D['type']]: D;
};

/** The types of all JSON events. */
export const jsonEventTypes: readonly JsonEventType[] = all.map(({ type }) => type);

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
