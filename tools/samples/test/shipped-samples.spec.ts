import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { readCall } from '@earshot/call-player';
import { decodeSamples, deinterleave, parseWavHeader } from '@earshot/domain';
import { countTracks, createConversation, dialogues, type Script } from '../src/index.js';

const folder = new URL('../../../samples/', import.meta.url);
const loadSample = async (name: string) => {
  const wav = await readFile(new URL(`${name}.wav`, folder));
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.code);
  const { dataOffset, dataBytes, codec, channelCount } = header.value;
  const tracks = deinterleave(decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec), channelCount);
  const script = JSON.parse(await readFile(new URL(`scripts/${name}.json`, folder), 'utf8')) as Script;
  return { wav, header: header.value, tracks, script };
};
const wordsOf = (script: Script) => script.utterances.map(({ text }) => text).join(' ');

describe.each(dialogues)('the shipped sample $name', (dialogue) => {
  it('is a telephone call of about a minute and below 1.2 MB, with a channel for each track', async () => {
    const { wav, header } = await loadSample(dialogue.name);
    expect(header).toMatchObject({ codec: 'PCMU', sampleRateHz: 8_000, channelCount: countTracks(dialogue) });
    expect(wav.length).toBeLessThan(1_200_000);
    const seconds = header.dataBytes / 8_000 / header.channelCount;
    expect(seconds).toBeGreaterThan(45);
    expect(seconds).toBeLessThan(75);
  });

  it('has all lines of its dialogue, without overlaps on a track', async () => {
    const { script, tracks } = await loadSample(dialogue.name);
    expect(script.name).toBe(dialogue.name);
    expect(script.utterances.map(({ text }) => text).sort()).toEqual(dialogue.lines.map(({ text }) => text).sort());
    for (const track of tracks.keys()) {
      const said = script.utterances.filter((utterance) => utterance.track === track);
      said.reduce((before, next) => {
        expect(next.startMs).toBeGreaterThanOrEqual(before.endMs);
        return next;
      });
    }
  });

  it('is audible where its script has words, and silent elsewhere', async () => {
    const { script, tracks } = await loadSample(dialogue.name);
    for (const [track, sound] of tracks.entries()) {
      const samples = sound.slice();
      for (const { startMs, endMs } of script.utterances.filter((utterance) => utterance.track === track)) {
        const [from, to] = [startMs * 8, endMs * 8];
        expect(samples.subarray(from, from + 80).some((sample) => Math.abs(sample) > 150)).toBe(true);
        expect(samples.subarray(to - 80, to + 8).some((sample) => Math.abs(sample) > 150)).toBe(true);
        samples.fill(0, from - 8, to + 8);
      }
      expect(samples.every((sample) => Math.abs(sample) < 16)).toBe(true);
    }
  });

  it('has an interruption and a pause of more than three seconds', async () => {
    const { script } = await loadSample(dialogue.name);
    let end = 0;
    const pauses = script.utterances.map(({ startMs, endMs }) => {
      const pause = startMs - end;
      end = Math.max(end, endMs);
      return pause;
    });
    expect(Math.max(...pauses)).toBeGreaterThan(3_000);
    expect(Math.min(...pauses)).toBeLessThan(0);
  });
});

it('lets a supervisor join late and the agent leave: each speaks only while present', async () => {
  const { script } = await loadSample('supervisor-joins');
  const dialogue = dialogues.find(({ name }) => name === 'supervisor-joins');
  if (dialogue === undefined) throw new Error('there is no such dialogue');
  for (const { track, joinsAtMs = 0, leavesAtMs = Infinity } of Object.values(dialogue.speakers)) {
    const said = script.utterances.filter((utterance) => utterance.track === track);
    expect(said[0]?.startMs).toBeGreaterThan(joinsAtMs);
    expect(said.at(-1)?.endMs).toBeLessThan(leavesAtMs);
  }
  const { conversation } = await readCall(new URL('supervisor-joins.wav', folder).pathname);
  expect(conversation).toEqual(createConversation(dialogue));
  expect(conversation?.events.map(({ type, atMs }) => [type, atMs])).toEqual([
    ['participant.joined', 12_000],
    ['participant.left', 30_000],
  ]);
});

it('contains a card number with a valid check digit', async () => {
  const { script } = await loadSample('card-payment');
  const digits =
    /it is ([a-z, ]+)\./
      .exec(wordsOf(script))?.[1]
      ?.split(/[, ]+/)
      .map((word) => ['zero', 'one', 'two', 'three', 'four'].indexOf(word)) ?? [];
  expect(digits).toHaveLength(16);
  const sum = digits
    .reverse()
    .reduce(
      (total, digit, at) => total + (at % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)),
      0,
    );
  expect(sum % 10).toBe(0);
});
