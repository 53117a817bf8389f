import type { CallId, SegmentId } from '@earshot/contracts';
import type { SegmentView } from '@earshot/ports';
import type { SegmentEntity } from '../segment.entity.js';

export const toSegmentView = (row: SegmentEntity): SegmentView => ({
  callId: row.callId as CallId,
  id: row.id as SegmentId,
  revision: row.revision,
  track: row.track,
  participantId: row.participantId,
  role: row.role,
  startMs: row.startMs,
  endMs: row.endMs,
  text: row.text,
  words: row.words,
  areWordTimesEstimated: row.areWordTimesEstimated,
  isPartial: false,
  engine: row.engine,
  sentiment: row.sentiment,
  sentimentScore: row.sentimentScore,
  sentimentEngine: row.sentimentEngine,
  issues: row.issues,
  recognizedAtMs: row.recognizedAt.getTime(),
});
