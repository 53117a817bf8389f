import type { AudioFrame } from '../events/audio/audio-frame.codec.js';
import {
  exampleAgent,
  exampleCallId,
  exampleCustomer,
  exampleEvent,
  exampleStartMs,
  exampleSupervisor,
} from './example-call.js';

const audioFrame: AudioFrame = {
  type: 'audio.frame',
  callId: exampleCallId,
  sequence: 7,
  codec: 'PCMU',
  channelCount: 3,
  sampleRateHz: 8_000,
  positionSample: 11_200,
  receivedAtMs: exampleStartMs + 1_600.25,
  // Two milliseconds of three tracks; real frames hold 20 to 200.
  payload: Uint8Array.from({ length: 48 }, (_, at) => 0xff - at),
};

export const audioExamples = {
  'stream.opened': exampleEvent('stream.opened', 0, {
    codec: 'PCMU',
    sampleRateHz: 8_000,
    tracks: [{ participantId: exampleCustomer.id }, { participantId: exampleAgent.id }, { participantId: null }],
    participants: [exampleCustomer, exampleAgent],
    startSample: 0,
    requestedEngine: 'sherpa',
    language: 'en-US',
    script: 'refund',
  }),
  'track.assigned': exampleEvent('track.assigned', 60_000, {
    sampleRateHz: 8_000,
    fromSample: 480_000,
    track: 2,
    participant: exampleSupervisor,
  }),
  'audio.frame': audioFrame,
  'audio.gap-declared': exampleEvent('audio.gap-declared', 62_000, {
    sampleRateHz: 8_000,
    fromSample: 480_000,
    toSample: 496_000,
    reason: 'CONNECTION_LOST',
    trackCount: 3,
    endsAtMs: 1_700_000_062_000,
  }),
  'stream.changed': exampleEvent('stream.changed', 70_000, {
    sampleRateHz: 8_000,
    fromSample: 560_000,
    isRecorded: false,
    language: 'en-GB',
  }),
  'stream.silent': exampleEvent('stream.silent', 90_000, {
    sinceMs: exampleStartMs + 79_900,
    isConnected: true,
  }),
  'stream.closed': exampleEvent('stream.closed', 180_100, {
    sampleRateHz: 8_000,
    endSample: 1_440_000,
    reason: 'ENDED',
  }),
};
