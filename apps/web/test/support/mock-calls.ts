import type { CallDetailFragment, SegmentLineFragment } from '@earshot/graphql-api';
import { aParticipant, byAgent, byCustomer } from './speakers.js';

export * from './speakers.js';

export type MockCall = CallDetailFragment;
export type MockSegment = SegmentLineFragment;

/** A live call without a transcript. */
export function aCall(over: Partial<MockCall> & { id: string }): MockCall {
  const startedAt = over.startedAt ?? new Date().toISOString();
  return {
    version: 1,
    status: 'LIVE',
    source: 'lca-websocket',
    startedAt,
    endedAt: null,
    updatedAt: new Date().toISOString(),
    durationMs: 0,
    customerNumber: '+49 30 5550 142',
    systemNumber: '+49 30 5550 900',
    agentId: 'Mia Torres',
    engine: 'sherpa',
    engineReason: 'Local engine, ready',
    cost: null,
    participants: [
      aParticipant(byCustomer, startedAt, { number: '+49 30 5550 142' }),
      aParticipant(byAgent, startedAt),
    ],
    metrics: null,
    categories: [],
    categoryMatches: [],
    alertCount: 0,
    ledger: [],
    speechWithoutWords: [],
    silence: null,
    wordsBehindMs: null,
    pausedSince: null,
    name: null,
    queue: null,
    language: null,
    metadata: [],
    waitsForStart: false,
    isRecorded: true,
    hasAudio: true,
    pauseChanges: [],
    unrecorded: [],
    lostAtMs: null,
    legalHold: null,
    retainUntil: null,
    problems: [],
    recording: null,
    ...over,
  };
}

/** A recording that is whole. */
export const aRecording = (callId: string, durationMs: number): NonNullable<MockCall['recording']> => ({
  url: `/recordings/${callId}.wav`,
  durationMs,
  untranscribedAudio: 'MUTED',
  failures: [],
});

/** A final that lasts two seconds. */
export const aSegment = (over: Partial<MockSegment> & { id: string; text: string }): MockSegment => {
  const startMs = over.startMs ?? 0;
  const words = over.text.split(' ');
  return {
    callId: '',
    revision: 1,
    ...byCustomer,
    startMs,
    endMs: startMs + 2000,
    words: words.map((text, at) => ({
      text,
      startMs: startMs + (at * 2000) / words.length,
      endMs: startMs + ((at + 1) * 2000) / words.length,
      confidence: 0.9,
    })),
    isPartial: false,
    isUncertain: false,
    engine: 'sherpa',
    sentiment: 'NEUTRAL',
    sentimentScore: 0,
    sentimentEngine: 'lexicon',
    issues: [],
    recognizedAt: new Date().toISOString(),
    ...over,
  };
};

type Utterance = readonly [by: typeof byCustomer, text: string, score: number];

const utterances: readonly Utterance[] = [
  [byAgent, 'Good morning, you are speaking with Mia. How can I help you today?', 1.5],
  [byCustomer, 'Hi. I was charged twice for my last bill and I am really not happy about it.', -3.2],
  [byAgent, 'I am sorry to hear that. Let me have a look. May I have your account number?', 0.4],
  [byCustomer, 'It is [ACCOUNT_NUMBER], and the card is [CARD].', 0],
  [byAgent, 'Thank you. I can see both charges here.', 0.8],
  [byCustomer, 'So what happens now? I have been waiting for three weeks and nobody called me back.', -4.1],
  [byCustomer, 'If this is not sorted out today I want to cancel my contract.', -4.4],
  [byAgent, 'I understand. I am sending the refund right now, and I add a month for free.', 2.6],
  [byCustomer, 'Oh. That is actually very kind, thank you.', 3.4],
  [byAgent, 'You will see the money within two days. Is there anything else I can do for you?', 1.9],
  [byCustomer, 'No, that was all. Have a nice day!', 3.1],
];

const sentimentOf = (score: number): MockSegment['sentiment'] =>
  score >= 0.5 ? 'POSITIVE' : score <= -0.5 ? 'NEGATIVE' : 'NEUTRAL';

const spacingMs = 5_500;

/** A conversation of one minute, as finals. */
export const aConversation = (): MockSegment[] =>
  utterances.map(([by, text, score], at) =>
    aSegment({
      id: `${by.track}-${at * spacingMs}-${at}`,
      ...by,
      text,
      startMs: at * spacingMs + 400,
      endMs: at * spacingMs + 4_800,
      sentiment: sentimentOf(score),
      sentimentScore: score,
    }),
  );

const quarters = (scores: readonly number[]) =>
  scores.map((score, at) => ({ fromMs: at * 15_000, toMs: (at + 1) * 15_000, score }));

/** The fields of a call that had this conversation. */
export const conversationFacts = (): Partial<MockCall> => ({
  durationMs: 61_000,
  categories: ['Billing', 'Cancellation'],
  categoryMatches: [
    { category: 'Billing', isAlert: false, segmentId: '0-5500-1', participant: byCustomer.participant, atMs: 7_000 },
    {
      category: 'Cancellation',
      isAlert: true,
      segmentId: '0-33000-6',
      participant: byCustomer.participant,
      atMs: 34_000,
    },
  ],
  alertCount: 1,
  metrics: {
    silenceMs: 6_400,
    overlapMs: 900,
    channels: [
      {
        participant: byCustomer.participant,
        talkMs: 26_400,
        words: 66,
        wordsPerMinute: 150,
        interruptions: 1,
        averageSentiment: -1.04,
        weightedSentiment: -0.87,
        sentimentTrend: 'UP',
        sentimentByQuarter: quarters([-3.2, -2.1, -4.4, 3.2]),
      },
      {
        participant: byAgent.participant,
        talkMs: 22_000,
        words: 68,
        wordsPerMinute: 185,
        interruptions: 0,
        averageSentiment: 1.4,
        weightedSentiment: 1.2,
        sentimentTrend: 'FLAT',
        sentimentByQuarter: quarters([1.5, 0.4, 0.8, 2.2]),
      },
    ],
  },
  ledger: [byCustomer, byAgent].map(({ track, participant }) => ({
    track,
    participant,
    receivedMs: 61_000,
    transcribedMs: 57_000,
    pausedMs: 0,
    pauses: [],
    openMs: 0,
    isComplete: false,
    gapMs: 4_000,
    gaps: [{ fromMs: 40_000, toMs: 44_000, reason: 'CONNECTION_LOST' }],
  })),
});

/** The ledger of that conversation, whose gaps have another reason. */
export const ledgerWithGaps = (reason: string): MockCall['ledger'] =>
  (conversationFacts().ledger ?? []).map((ledger) => ({
    ...ledger,
    gaps: ledger.gaps.map((gap) => ({ ...gap, reason })),
  }));
