import type { CallDetailFragment, CallRowFragment } from '@earshot/graphql-api';
import type { Segment } from '../../src/call/transcript/segment-index.js';
import { byCustomer } from './speakers.js';

export * from './speakers.js';

/** A live call of the list that started in this minute after noon. */
export const aRow = (id: string, minute: number, over: Partial<CallRowFragment> = {}): CallRowFragment => ({
  id,
  version: 1,
  status: 'LIVE',
  source: 'lca',
  startedAt: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  endedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
  silence: null,
  wordsBehindMs: null,
  pausedSince: null,
  name: null,
  waitsForStart: false,
  customerNumber: null,
  systemNumber: null,
  agentId: null,
  engine: null,
  metrics: null,
  categories: [],
  alertCount: 0,
  ...over,
});

/** A final of the customer. */
export const aSegment = (over: Partial<Segment> = {}): Segment => ({
  id: '0-0-1',
  callId: 'call',
  revision: 1,
  ...byCustomer,
  startMs: 0,
  endMs: 900,
  text: 'hello',
  words: [],
  isPartial: false,
  isUncertain: false,
  engine: 'scripted',
  sentiment: null,
  sentimentScore: null,
  sentimentEngine: null,
  issues: [],
  recognizedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

/** The account of the customer's track, of which 10 s are transcribed. */
export const aLedger = (
  over: Partial<CallDetailFragment['ledger'][number]> = {},
): CallDetailFragment['ledger'][number] => ({
  ...byCustomer,
  receivedMs: 10_000,
  transcribedMs: 10_000,
  pausedMs: 0,
  pauses: [],
  openMs: 0,
  isComplete: true,
  gapMs: 0,
  gaps: [],
  ...over,
});
