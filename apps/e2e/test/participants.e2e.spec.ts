import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EARSHOT_PATH } from '@earshot/ingest';
import { generatedUtterances } from '@earshot/speech';
import WebSocket from 'ws';
import { fetchRecording, testAudio } from './support/audio.js';
import { checkPage } from './support/check-page.js';
import { createSubscriber, query, untilCall, watchSegments } from './support/graphql.js';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const SECONDS = 24;
const JOINS_AT_MS = 8_000;
const LEAVES_AT_MS = 16_000;
const FRAME_MS = 200;
const SPEED = 10;
const SEED = 'conference';
const TRACKS = [0, 1, 2];

const customer = { id: 'customer', role: 'CUSTOMER', number: '+15555550123' };
const agent = { id: 'agent', role: 'AGENT', name: 'Robin' };
const supervisor = { id: 'supervisor', role: 'SUPERVISOR', name: 'Kim' };

/** Returns who is on a track when an utterance begins. Track 2 has nobody until Kim joins, track 1 nobody after Robin leaves. */
function speakerOf(track: number, startMs: number): string {
  if (track === 1) return startMs < LEAVES_AT_MS ? 'agent' : 'track-1';
  if (track === 2) return startMs < JOINS_AT_MS ? 'track-2' : 'supervisor';
  return 'customer';
}

const expectedUtterances = TRACKS.map((track) =>
  generatedUtterances(SEED, track, 0, SECONDS * 1_000).map(({ text, startMs }) => ({
    text,
    participant: speakerOf(track, startMs),
  })),
);

interface SpokenSegment {
  readonly track: number;
  readonly isPartial: boolean;
  readonly text: string;
  readonly participant: { readonly id: string };
}

const finalsByTrack = (segments: readonly SpokenSegment[]) =>
  TRACKS.map((track) =>
    segments
      .filter((segment) => segment.track === track && !segment.isPartial)
      .map(({ text, participant }) => ({ text, participant: participant.id })),
  );

const PARTICIPANTS = `query ($id: ID!) { call(id: $id) { startedAt
  participants { id role name number joinedAt leftAt }
  metrics { channels { channel participant { id } words talkMs } }
  ledger { track channel participant { id } receivedMs } } }`;

interface Conference {
  startedAt: string;
  participants: { id: string; role: string; joinedAt: string; leftAt: string | null }[];
  metrics: { channels: { channel: string; participant: { id: string }; words: number; talkMs: number }[] };
  ledger: { track: number; channel: string; participant: { id: string } | null; receivedMs: number }[];
}

/** The length of the call before and after its transfer. */
const PART_MS = 8_000;
const CHANGE_AGENT = `mutation ($id: ID!) { changeCall(id: $id, change: { agentId: "Noa" }) { id } }`;
const TRANSFER = `query ($id: ID!) { call(id: $id) { agentId metadata { key value } participants { id name }
  metrics { channels { participant { id } words } } } }`;

interface Transfer {
  agentId: string | null;
  metadata: { key: string; value: string }[];
  participants: { id: string; name: string | null }[];
  metrics: { channels: { participant: { id: string }; words: number }[] };
}

/** Plays three tracks. During the call, the supervisor joins and the agent leaves. */
async function playConference(url: string, callId: string, payload: Uint8Array): Promise<void> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  const replies: unknown[] = [];
  socket.on('message', (data) => replies.push(JSON.parse(String(data))));
  const send = (message: object) => socket.send(JSON.stringify(message));
  send({
    type: 'start',
    callId,
    codec: 'L16',
    sampleRateHz: 8_000,
    tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, {}],
    participants: [customer, agent],
    engine: 'scripted',
    script: `generated:${SEED}`,
  });
  const frameBytes = (payload.length / (SECONDS * 1_000)) * FRAME_MS;
  for (let atMs = 0; atMs < SECONDS * 1_000; atMs += FRAME_MS) {
    if (atMs === JOINS_AT_MS) send({ type: 'participant.joined', participant: supervisor, track: 2 });
    if (atMs === LEAVES_AT_MS) send({ type: 'participant.left', participantId: 'agent' });
    const from = (atMs / FRAME_MS) * frameBytes;
    socket.send(payload.subarray(from, from + frameBytes));
    await new Promise((resolve) => setTimeout(resolve, FRAME_MS / SPEED));
  }
  send({ type: 'end' });
  while (replies.length < 2) await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
  expect(replies).toEqual([
    { type: 'started', callId },
    { type: 'ended', callId, receivedMs: SECONDS * 1_000 },
  ]);
}

describe('a call with three participants: one joins late and one leaves', () => {
  let earshot: TestEarshot;
  beforeAll(async () => {
    earshot = await startTestEarshot();
  }, 180_000);
  afterAll(() => earshot.close(), 60_000);

  it('has the words of each, a ledger for each track, metrics for each participant and a recording of three tracks', async () => {
    const callId = 'conference';
    const { payload } = testAudio(SECONDS * 1_000, 8_000, 3);
    const client = createSubscriber(earshot.graphqlUrl);
    const watched = watchSegments(client, callId);
    await playConference(new URL(EARSHOT_PATH, earshot.ingestUrl).href, callId, payload);
    const call = await untilCall(earshot.graphqlUrl, callId, ({ status }) => status === 'ENDED');
    await client.dispose();

    expect(call.problems).toEqual([]);
    expect(finalsByTrack(call.segments.nodes)).toEqual(expectedUtterances);
    expect(finalsByTrack(watched.seen)).toEqual(expectedUtterances);
    const recorded = await fetchRecording(earshot.httpUrl, call.recording?.url ?? '');
    expect(Buffer.compare(recorded, payload)).toBe(0);
    for (const row of call.ledger) {
      expect(row).toMatchObject({ receivedMs: SECONDS * 1_000, transcribedMs: SECONDS * 1_000, gapMs: 0 });
    }

    const conference = (await query<{ call: Conference }>(earshot.graphqlUrl, PARTICIPANTS, { id: callId })).call;
    const at = (ms: number) => new Date(Date.parse(conference.startedAt) + ms).toISOString();
    expect(conference.participants).toEqual([
      { ...customer, name: null, joinedAt: at(0), leftAt: null },
      { ...agent, number: null, joinedAt: at(0), leftAt: at(LEAVES_AT_MS) },
      { ...supervisor, number: null, joinedAt: at(JOINS_AT_MS), leftAt: null },
    ]);
    expect(conference.ledger).toMatchObject([
      { track: 0, channel: 'CUSTOMER', participant: { id: 'customer' } },
      { track: 1, channel: 'AGENT', participant: null },
      { track: 2, channel: 'AGENT', participant: { id: 'supervisor' } },
    ]);
    const speakers = new Set(expectedUtterances.flat().map(({ participant }) => participant));
    expect(new Set(conference.metrics.channels.map(({ participant }) => participant.id))).toEqual(speakers);
    for (const { participant, words, talkMs } of conference.metrics.channels) {
      const said = expectedUtterances.flat().filter((utterance) => utterance.participant === participant.id);
      expect(words).toBe(said.reduce((sum, { text }) => sum + text.split(' ').length, 0));
      expect(talkMs).toBeGreaterThan(0);
    }
    await checkPage(`${earshot.httpUrl}/calls/${callId}`, async (page) => {
      const participants = page.getByRole('list', { name: 'Participants' });
      for (const text of ['Robin', 'Kim', customer.number])
        await participants.getByText(text).first().waitFor({ timeout: 60_000 });
      const transcript = page.getByRole('region', { name: 'Transcript lines' });
      await transcript.getByText('Kim').first().waitFor({ timeout: 60_000 });
    });
  }, 300_000);

  it('gives the words and the metrics from then on to an agent who takes the call over', async () => {
    const callId = 'transfer';
    const { payload } = testAudio(2 * PART_MS, 8_000, 2);
    const socket = new WebSocket(new URL(EARSHOT_PATH, earshot.ingestUrl).href);
    await once(socket, 'open');
    const send = (message: object) => socket.send(JSON.stringify(message));
    send({
      ...{ type: 'start', callId, codec: 'L16', sampleRateHz: 8_000, participants: [customer, agent] },
      tracks: [{ participantId: 'customer' }, { participantId: 'agent' }],
      ...{ engine: 'scripted', script: `generated:${SEED}`, metadata: { campaign: 'renewals' } },
    });
    socket.send(payload.subarray(0, payload.length / 2));
    await untilCall(earshot.graphqlUrl, callId, ({ ledger }) => ledger[1]?.receivedMs === PART_MS);
    await query(earshot.graphqlUrl, CHANGE_AGENT, { id: callId });
    const readTransfer = async () =>
      (await query<{ call: Transfer }>(earshot.graphqlUrl, TRANSFER, { id: callId })).call;
    while ((await readTransfer()).participants.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    socket.send(payload.subarray(payload.length / 2));
    send({ type: 'end' });
    const { segments, problems } = await untilCall(earshot.graphqlUrl, callId, ({ status }) => status === 'ENDED');
    socket.close();
    const transfer = await readTransfer();
    expect(problems).toEqual([]);
    expect(transfer).toMatchObject({ agentId: 'Noa', metadata: [{ key: 'campaign', value: 'renewals' }] });
    const noa = transfer.participants.find(({ name }) => name === 'Noa')?.id;
    const spoken = generatedUtterances(SEED, 1, 0, 2 * PART_MS).map(({ text, startMs }) => ({
      text,
      participant: startMs < PART_MS ? 'agent' : noa,
    }));
    expect(finalsByTrack(segments.nodes)[1]).toEqual(spoken);
    const wordsOf = (id: string | undefined) =>
      spoken.filter(({ participant }) => participant === id).reduce((sum, { text }) => sum + text.split(' ').length, 0);
    for (const id of ['agent', noa])
      expect(transfer.metrics.channels.find(({ participant }) => participant.id === id)?.words).toBe(wordsOf(id));
    expect(Math.min(wordsOf('agent'), wordsOf(noa))).toBeGreaterThan(0);
  }, 120_000);
});
