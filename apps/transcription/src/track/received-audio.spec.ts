import { describe, expect, it } from '@jest/globals';
import { callIdSchema, type AudioFrame } from '@earshot/contracts';
import type { TranscriptProgress } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import { beginTrack } from '../ownership/begin-progress.js';
import { ReceivedAudio } from './received-audio.js';
import { ReplayBuffer } from './replay-buffer.js';

const trackNumbers = [0, 1];
const frame = (positionSample: number, count: number, sampleRateHz = 8_000): AudioFrame => ({
  type: 'audio.frame',
  callId: callIdSchema.parse('call'),
  sequence: 0,
  codec: 'L16',
  channelCount: 2,
  sampleRateHz,
  positionSample,
  receivedAtMs: 0,
  payload: new Uint8Array(count * 2 * 2),
});
const savedTo = (...transcribedSamples: number[]): TranscriptProgress => ({
  sampleRateHz: 8_000,
  tracks: trackNumbers.map((track, at) => beginTrack(track, transcribedSamples[at] ?? 0)),
  assignments: [],
  untranscribed: [],
  isCompleted: false,
});

function setUp(startSample = 0) {
  const tracks = trackNumbers.map((track) => ({
    track,
    buffer: new ReplayBuffer(startSample, 1_000, new ManualClock()),
  }));
  const acknowledged: string[] = [];
  const acknowledge = (message: string) => () => void acknowledged.push(message);
  const piecesOf = ({ buffer }: { buffer: ReplayBuffer }) => {
    const pieces: string[] = [];
    for (let next = buffer.read(startSample); next !== null; next = buffer.read(next.toSample))
      pieces.push(`${next.kind === 'gap' ? next.reason : 'audio'} ${next.fromSample}-${next.toSample}`);
    return pieces;
  };
  const pieces = () => tracks.map(piecesOf);
  return { audio: new ReceivedAudio(8_000, tracks, startSample), acknowledged, acknowledge, pieces, tracks };
}

describe('ReceivedAudio', () => {
  it('drops samples that it has, and declares holes as lost by the former owner or as not delivered', () => {
    const { audio, acknowledge, pieces } = setUp(100);
    expect(audio.addFrame(frame(180, 80), acknowledge('after a hole'))).toBe(10);
    expect(audio.addFrame(frame(180, 80), acknowledge('twice'))).toBe(0);
    expect(audio.addFrame(frame(220, 80), acknowledge('half known'))).toBe(5);
    audio.addFrame(frame(400, 80), acknowledge('after another hole'));
    audio.addGap({ fromSample: 480, toSample: 560 }, 'CONNECTION_LOST', acknowledge('gap'));
    const expected = [
      'PROCESS_LOST 100-180',
      'audio 180-260',
      'audio 260-300',
      'NOT_DELIVERED 300-400',
      'audio 400-480',
      'CONNECTION_LOST 480-560',
    ];
    expect(pieces()).toEqual([expected, expected]);
    expect([audio.endSample, audio.endMs]).toEqual([560, 70]);
  });

  it('acknowledges a message when its audio is saved on every track', () => {
    const { audio, acknowledge, acknowledged } = setUp();
    audio.addFrame(frame(0, 80), acknowledge('first'));
    audio.addFrame(frame(80, 80), acknowledge('second'));
    audio.release(savedTo(160, 79));
    expect(acknowledged).toEqual([]);
    audio.release(savedTo(160, 80));
    expect(acknowledged).toEqual(['first']);
    audio.addFrame(frame(0, 80), acknowledge('first again'));
    audio.release(savedTo(160, 160));
    expect(acknowledged).toEqual(['first', 'second', 'first again']);
    audio.addMessage(Infinity, acknowledge('end'));
    expect(acknowledged).not.toContain('end');
    audio.acknowledgeAll();
    expect(acknowledged).toContain('end');
  });

  it('refuses frames of another format or an impossible position', () => {
    const { audio } = setUp();
    expect(audio.refusalOf(frame(0, 80))).toBeNull();
    expect(audio.refusalOf(frame(0, 80, 16_000))).toBe('AUDIO_FORMAT_CHANGED');
    expect(audio.refusalOf({ ...frame(0, 80), channelCount: 1 })).toBe('AUDIO_FORMAT_CHANGED');
    expect(audio.refusalOf(frame(8_000 * 3_600 * 25, 80))).toBe('AUDIO_POSITION_WRONG');
  });

  it('gives its audio and messages to its successor, from the position of another owner on', () => {
    const { audio, acknowledge, acknowledged } = setUp();
    audio.addFrame(frame(0, 80), acknowledge('first'));
    audio.addFrame(frame(80, 80), acknowledge('second'));
    const tracks = trackNumbers.map((track, at) => {
      const buffer = audio.reopenBuffer(at, at === 0 ? 80 : 240);
      if (buffer === undefined) throw new Error('two tracks');
      return { track, buffer };
    });
    expect(tracks.map(({ buffer }) => buffer.read(80)?.kind)).toEqual(['audio', undefined]);
    expect(tracks.map(({ buffer }) => buffer.endSample)).toEqual([160, 240]);
    const reopened = new ReceivedAudio(8_000, tracks, 80, audio);
    expect(reopened.endSample).toBe(160);
    reopened.addFrame(frame(160, 160), acknowledge('third'));
    expect(tracks.map(({ buffer }) => buffer.endSample)).toEqual([320, 320]);
    reopened.release(savedTo(320, 320));
    expect(acknowledged).toEqual(['first', 'second', 'third']);
  });
});
