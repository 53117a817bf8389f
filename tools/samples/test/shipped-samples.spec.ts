import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { channels, type Channel } from '@earshot/contracts';
import { decodeSamples, deinterleave, parseWavHeader } from '@earshot/domain';
import { dialogues, type Script } from '../src/index.js';

const folder = new URL('../../../samples/', import.meta.url);
const loadSample = async (name: string) => {
  const wav = await readFile(new URL(`${name}.wav`, folder));
  const header = parseWavHeader(wav);
  if (!header.ok) throw new Error(header.error.code);
  const { dataOffset, dataBytes, codec, channelCount } = header.value;
  const [customer, agent] = deinterleave(
    decodeSamples(wav.subarray(dataOffset, dataOffset + dataBytes), codec),
    channelCount,
  );
  const script = JSON.parse(await readFile(new URL(`scripts/${name}.json`, folder), 'utf8')) as Script;
  const samplesOf: Record<Channel, Int16Array> = {
    CUSTOMER: customer ?? new Int16Array(0),
    AGENT: agent ?? new Int16Array(0),
  };
  return { wav, header: header.value, samplesOf, script };
};
const wordsOf = (script: Script) => script.utterances.map(({ text }) => text).join(' ');

describe.each(dialogues)('the shipped sample $name', (dialogue) => {
  it('is a stereo telephone call of about a minute and below 1.2 MB', async () => {
    const { wav, header } = await loadSample(dialogue.name);
    expect(header).toMatchObject({ codec: 'PCMU', sampleRateHz: 8_000, channelCount: 2 });
    expect(wav.length).toBeLessThan(1_200_000);
    const seconds = header.dataBytes / 16_000;
    expect(seconds).toBeGreaterThan(45);
    expect(seconds).toBeLessThan(75);
  });

  it('has all lines of its dialogue, without overlaps on a channel', async () => {
    const { script } = await loadSample(dialogue.name);
    expect(script.name).toBe(dialogue.name);
    expect(script.utterances.map(({ text }) => text).sort()).toEqual(dialogue.lines.map(({ text }) => text).sort());
    for (const channel of channels) {
      const said = script.utterances.filter((utterance) => utterance.channel === channel);
      said.reduce((before, next) => {
        expect(next.startMs).toBeGreaterThanOrEqual(before.endMs);
        return next;
      });
    }
  });

  it('is audible where its script has words, and silent elsewhere', async () => {
    const { script, samplesOf } = await loadSample(dialogue.name);
    for (const channel of channels) {
      const samples = samplesOf[channel].slice();
      for (const { startMs, endMs } of script.utterances.filter((utterance) => utterance.channel === channel)) {
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
