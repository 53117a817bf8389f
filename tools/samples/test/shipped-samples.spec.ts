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
const levelOf = (samples: ArrayLike<number>) => {
  let sum = 0;
  for (let at = 0; at < samples.length; at += 1) sum += (samples[at] ?? 0) ** 2;
  return Math.sqrt(sum / samples.length);
};
const PIECE = 128;
const waves = Array.from({ length: PIECE / 2 + 1 }, (_, bin) =>
  Array.from({ length: PIECE }, (__, n) => {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / PIECE);
    const angle = (2 * Math.PI * bin * n) / PIECE;
    return [window * Math.cos(angle), window * Math.sin(angle)] as const;
  }),
);
/** The level of 8 kHz samples between two frequencies, measured on every 64th piece of them. */
function bandLevel(samples: Int16Array, fromHz: number, toHz: number): number {
  const bins = waves.filter((_, bin) => (bin * 8_000) / PIECE >= fromHz && (bin * 8_000) / PIECE <= toHz);
  let energy = 0;
  for (let from = 0; from + PIECE <= samples.length; from += 64 * PIECE) {
    for (const wave of bins) {
      let [real, imaginary] = [0, 0];
      for (const [n, [cosine, sine]] of wave.entries()) {
        const sample = samples[from + n] ?? 0;
        real += sample * cosine;
        imaginary += sample * sine;
      }
      energy += real ** 2 + imaginary ** 2;
    }
  }
  return Math.sqrt(energy);
}
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

  it('is audible where its script has words, and has only the noise of a line elsewhere', async () => {
    const { script, tracks } = await loadSample(dialogue.name);
    for (const [track, samples] of tracks.entries()) {
      const isPause = new Uint8Array(samples.length).fill(1);
      for (const { startMs, endMs } of script.utterances.filter((utterance) => utterance.track === track)) {
        const [from, to] = [startMs * 8, endMs * 8];
        expect(samples.subarray(from, from + 80).some((sample) => Math.abs(sample) > 150)).toBe(true);
        expect(samples.subarray(to - 80, to + 8).some((sample) => Math.abs(sample) > 150)).toBe(true);
        expect(levelOf(samples.subarray(from, to))).toBeGreaterThan(2_000);
        isPause.fill(0, from - 8, to + 8);
      }
      const pauses = samples.filter((_, at) => isPause[at] === 1);
      expect(pauses.every((sample) => Math.abs(sample) < 150)).toBe(true);
      expect(levelOf(pauses)).toBeGreaterThan(10);
      expect(levelOf(pauses)).toBeLessThan(30);
    }
  });

  it('has the band of a telephone', async () => {
    const { tracks } = await loadSample(dialogue.name);
    for (const samples of tracks) {
      const all = bandLevel(samples, 0, 4_000);
      expect(bandLevel(samples, 0, 200) / all).toBeLessThan(0.03);
      expect(bandLevel(samples, 3_600, 4_000) / all).toBeLessThan(0.03);
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
