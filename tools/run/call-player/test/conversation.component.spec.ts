import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { wavHeader } from '@earshot/domain';
import { conversationSchema, playCall, readCall, toCallAudio, type CallAudio } from '../src/index.js';
import { CallListener, replyLikeEarshot } from './call-listener.js';

const opened: CallListener[] = [];
const listen = async (onMessage = replyLikeEarshot) => {
  const listener = await CallListener.open(onMessage);
  opened.push(listener);
  return listener;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((listener) => listener.close()));
});

const aWav = (channelCount: number, seconds: number) => {
  const data = Uint8Array.from({ length: seconds * 8_000 * 2 * channelCount }, (_, at) => (at * 31) & 0xff);
  return Buffer.concat([wavHeader({ codec: 'L16', sampleRateHz: 8_000, channelCount }, data.length), data]);
};
const anAudio = (channelCount: number, seconds: number): CallAudio => {
  const audio = toCallAudio(aWav(channelCount, seconds));
  if (!audio.ok) throw new Error(audio.error.code);
  return audio.value;
};
const supervisor = { id: 'supervisor', role: 'SUPERVISOR', name: 'Kim' };
const conversationFile = {
  tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, {}],
  participants: [
    { id: 'customer', role: 'CUSTOMER' },
    { id: 'agent', role: 'AGENT' },
  ],
  events: [
    { atMs: 2_010, type: 'participant.left', participantId: 'agent' },
    { atMs: 1_050, type: 'participant.joined', participant: supervisor, track: 2 },
  ],
};
const conversation = conversationSchema.parse(conversationFile);

describe('playCall with participants', () => {
  it('announces who is on the call, and sends each change at its place in the audio', async () => {
    const order: (string | number)[] = [];
    const listener = await listen((call, message) => {
      order.push(Buffer.isBuffer(message) ? message.length / 48 : String(message.type));
      replyLikeEarshot(call, message);
    });
    const audio = anAudio(3, 3);
    const labels = { agentId: 'A', fromNumber: '+1', toNumber: '+2', engine: 'e', script: 's' };
    const result = await playCall({ audio, conversation, url: listener.url, callId: 'c1', speed: 'max', ...labels });
    const [call] = listener.calls;
    expect(call?.path).toBe('/api/v1/earshot');
    expect(call?.texts[0]).toEqual({
      type: 'start',
      callId: 'c1',
      codec: 'L16',
      sampleRateHz: 8_000,
      tracks: conversation.tracks,
      participants: conversation.participants,
      agentId: 'A',
      customerNumber: '+1',
      systemNumber: '+2',
      engine: 'e',
      script: 's',
    });
    expect(call?.texts[1]).toEqual({ type: 'participant.joined', participant: supervisor, track: 2 });
    expect(Buffer.compare(call?.audio ?? Buffer.alloc(0), audio.payload)).toBe(0);
    expect(result).toMatchObject({ receivedMs: 7, serverErrors: [] });
    const before = (type: string) =>
      order.slice(0, order.indexOf(type)).reduce<number>((ms, one) => ms + (typeof one === 'number' ? one : 0), 0);
    expect([before('participant.joined'), before('participant.left')]).toEqual([1_050, 2_010]);
  });

  it('starts again with the roster of that moment when the connection is lost', async () => {
    let cut = false;
    const listener = await listen((call, message) => {
      replyLikeEarshot(call, message);
      if (cut || Buffer.isBuffer(message) || message.type !== 'participant.joined') return;
      cut = true;
      call.socket.terminate();
    });
    await playCall({ audio: anAudio(3, 2.4), conversation, url: listener.url, callId: 'c1', speed: 2 });
    expect(listener.calls[1]?.texts).toMatchObject([
      {
        type: 'start',
        tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, { participantId: 'supervisor' }],
        participants: [{ id: 'customer' }, { id: 'agent' }, { id: 'supervisor' }],
      },
      { type: 'participant.left' },
      { type: 'end' },
    ]);
  });

  it('plays more than two channels without participants as unassigned tracks', async () => {
    const listener = await listen();
    await playCall({ audio: anAudio(4, 0.2), url: listener.url, speed: 'max' });
    expect(listener.calls[0]?.texts[0]).toMatchObject({ type: 'start', tracks: [{}, {}, {}, {}], participants: [] });
  });
});

describe('readCall', () => {
  const files: string[] = [];
  const store = async (channelCount: number, participants?: unknown) => {
    const folder = await mkdtemp(join(tmpdir(), 'earshot-call-'));
    files.push(folder);
    await writeFile(join(folder, 'a.wav'), aWav(channelCount, 0.1));
    const text = typeof participants === 'string' ? participants : JSON.stringify(participants);
    if (participants !== undefined) await writeFile(join(folder, 'a.participants.json'), text);
    return join(folder, 'a.wav');
  };
  afterEach(async () => {
    await Promise.all(files.splice(0).map((folder) => rm(folder, { recursive: true })));
  });

  it('reads the participants beside the audio', async () => {
    expect(await readCall(await store(3, conversationFile))).toMatchObject({
      audio: { channelCount: 3 },
      conversation: { tracks: conversation.tracks },
    });
  });

  it('reads audio alone', async () => {
    expect(await readCall(await store(2))).not.toHaveProperty('conversation');
  });

  it.each([
    ['another number of tracks', 2, conversationFile, 'WAV_UNSUPPORTED_FORMAT'],
    ['a wrong field', 3, { ...conversationFile, events: [{ type: 'participant.left' }] }, 'CONVERSATION_INVALID'],
    ['text that is not JSON', 3, '{', 'CONVERSATION_INVALID'],
  ])('refuses %s', async (_, channelCount, participants, code) => {
    await expect(readCall(await store(channelCount, participants))).rejects.toMatchObject({ code });
  });
});
