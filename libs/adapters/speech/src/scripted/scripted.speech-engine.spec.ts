import { describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { SpeechResult } from '@earshot/ports';
import { brokenSpeechEngines, breakSpeechEngine, speechEngineConformance } from '@earshot/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedUtterances } from './generated-utterances.js';
import { ScriptedSpeechEngine } from './scripted.speech-engine.js';

const sampleRateHz = 8_000;
const newEngine = (scriptsDir?: string) => new ScriptedSpeechEngine({ scriptsDir });
const subject = () => ({
  engine: newEngine(),
  speech: new Int16Array(Math.round(13.3 * sampleRateHz)),
  sampleRateHz,
  script: 'generated:conformance',
});

interface Listening {
  script?: string;
  track?: number;
  startMs?: number;
  durationMs: number;
  chunkMs?: number;
  engine?: ScriptedSpeechEngine;
}

async function listen({ script, track = 0, startMs = 0, durationMs, chunkMs = 100, engine = newEngine() }: Listening) {
  const results: SpeechResult[] = [];
  const stream = await engine.open({
    callId: 'call-1' as CallId,
    track,
    sampleRateHz,
    language: 'en-US',
    startMs,
    ...(script === undefined ? {} : { script }),
    onResult: (result) => void results.push(result),
    onFailure: (error) => {
      throw error;
    },
  });
  for (let ms = 0; ms < durationMs; ms += chunkMs) {
    await stream.write(new Int16Array((Math.min(chunkMs, durationMs - ms) * sampleRateHz) / 1_000));
  }
  await stream.end();
  return results;
}
const finals = (results: SpeechResult[]) =>
  results.flatMap((result) => (result.kind === 'words' && result.isFinal ? [result] : []));

describe('the scripted engine conforms to the port', () => {
  it.each(speechEngineConformance)('$promise', ({ run }) => run(subject));
});

it('says the language of its script', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'earshot-scripts-'));
  const utterances = [{ track: 0, startMs: 100, endMs: 900, text: 'ich hätte gern mein Geld zurück' }];
  for (const [name, language] of [['german', 'de-DE'], ['unknown']])
    await writeFile(join(directory, `${name}.json`), JSON.stringify({ name, language, utterances }));
  const engine = new ScriptedSpeechEngine({ scriptsDir: directory });
  const languagesOf = async (script: string) =>
    finals(await listen({ script, durationMs: 1_000, engine })).map(({ language }) => language);
  expect(await languagesOf('german')).toEqual(['de-DE']);
  expect(await languagesOf('unknown')).toEqual([undefined]);
  await rm(directory, { recursive: true });
});

it('gives words the confidence of its script', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'earshot-scripts-'));
  const utterances = [
    { track: 0, startMs: 100, endMs: 900, text: 'who is this', confidence: 0.3 },
    { track: 0, startMs: 1_000, endMs: 1_900, text: 'hello' },
  ];
  await writeFile(join(directory, 'noisy.json'), JSON.stringify({ name: 'noisy', utterances }));
  const engine = new ScriptedSpeechEngine({ scriptsDir: directory });
  const found = finals(await listen({ script: 'noisy', durationMs: 2_000, engine }));
  expect(found.map(({ words }) => words.map(({ confidence }) => confidence))).toEqual([[0.3, 0.3, 0.3], [undefined]]);
  await rm(directory, { recursive: true });
});

describe('the conformance suite detects broken engines', () => {
  it.each(Object.entries(brokenSpeechEngines))('an engine that %s', async (name, { breaks }) => {
    const broken = speechEngineConformance.find(({ promise }) => promise === breaks);
    expect(broken).toBeDefined();
    await expect(
      // A broken engine may never give what its case waits for.
      broken?.run(() => ({ ...subject(), engine: breakSpeechEngine(subject().engine, name), patienceMs: 1_000 })),
    ).rejects.toThrow();
  });
});

describe('a generated script', () => {
  it('equals what a checker computes', async () => {
    const results = await listen({ script: 'generated:7', durationMs: 60_000 });
    expect(finals(results).map(({ startMs, endMs, text }) => ({ track: 0, startMs, endMs, text }))).toEqual(
      generatedUtterances('7', 0, 0, 60_000),
    );
  });

  it('alternates between two tracks, with one final per track and period', () => {
    const both = [0, 1]
      .flatMap((track) => generatedUtterances('x', track, 0, 40_000))
      .sort((a, b) => a.startMs - b.startMs);
    expect(both).toHaveLength(20);
    expect(both.every(({ startMs }, n) => startMs >= (both[n - 1]?.endMs ?? 0))).toBe(true);
    expect(both[18]?.text).toMatch(/^u9 /);
  });

  it('has other words on each of sixteen tracks', async () => {
    const texts = Array.from({ length: 16 }, (_, track) => generatedUtterances('x', track, 0, 60_000)).map(
      (utterances) => utterances.map(({ text }) => text).join(' '),
    );
    expect(new Set(texts).size).toBe(16);
    const results = await listen({ script: 'generated:x', track: 15, durationMs: 60_000 });
    expect(
      finals(results)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(texts[15]);
  });

  it('reads the time between finals from its name', async () => {
    const results = await listen({ script: 'generated:7:8', durationMs: 40_000, track: 1 });
    expect(finals(results)).toHaveLength(5);
    expect(results.filter((result) => result.kind === 'words' && !result.isFinal).length).toBeGreaterThan(25);
  });

  it('emits at most two partials a second', async () => {
    const results = await listen({ script: 'generated:7', durationMs: 60_000, chunkMs: 20 });
    const partials = results.flatMap((result) => (result.kind === 'words' && !result.isFinal ? [result.endMs] : []));
    const perUtterance = partials.length / finals(results).length;
    expect(perUtterance).toBeGreaterThan(2);
    expect(perUtterance).toBeLessThanOrEqual(4);
  });

  it('is derived from the call id if the call names no script', async () => {
    const results = await listen({ durationMs: 9_000 });
    expect(finals(results).map(({ text }) => text)).toEqual([
      ...generatedUtterances('call-1', 0, 0, 9_000).map(({ text }) => text),
      expect.stringMatching(/^u2/),
    ]);
  });

  it('emits each word once when a second stream continues at any position', async () => {
    const whole = finals(await listen({ script: 'generated:3', durationMs: 20_000 })).map(({ text }) => text);
    for (const cutMs of [700, 1_000, 5_100, 9_300, 12_000]) {
      const before = finals(await listen({ script: 'generated:3', durationMs: cutMs }));
      const after = finals(await listen({ script: 'generated:3', startMs: cutMs, durationMs: 20_000 - cutMs }));
      expect([...before, ...after].map(({ text }) => text).join(' ')).toBe(whole.join(' '));
    }
  });

  it('starts quickly at any position of the call', async () => {
    const [first] = finals(await listen({ script: 'generated:3', startMs: 86_400_000, durationMs: 4_000 }));
    expect(first?.text).toMatch(/^u21600 /);
  });
});

describe('a script file', () => {
  const inDirectory = async (files: Record<string, string>, test: (directory: string) => Promise<void>) => {
    const directory = await mkdtemp(join(tmpdir(), 'earshot-scripts-'));
    try {
      for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
      await test(directory);
    } finally {
      await rm(directory, { recursive: true });
    }
  };
  const script = JSON.stringify({
    name: 'refund',
    utterances: [
      { track: 0, startMs: 1_000, endMs: 3_000, text: 'I want a refund' },
      { track: 1, startMs: 3_500, endMs: 5_000, text: 'of course' },
      { track: 0, startMs: 9_000, endMs: 10_000, text: 'thank you' },
    ],
  });

  it('is spoken on the call clock', () =>
    inDirectory({ 'refund.json': script }, async (directory) => {
      const results = await listen({
        engine: newEngine(directory),
        script: 'refund',
        startMs: 500,
        durationMs: 11_000,
      });
      expect(finals(results).map(({ startMs, endMs, text }) => [startMs, endMs, text])).toEqual([
        [500, 2_500, 'I want a refund'],
        [8_500, 9_500, 'thank you'],
      ]);
      expect(finals(results)[0]?.words[1]).toEqual({ text: 'want', startMs: 1_000, endMs: 1_500 });
      expect(results.filter(({ kind }) => kind === 'covered').at(-1)).toEqual({ kind: 'covered', toMs: 11_000 });
    }));

  it('may name roles instead of tracks, as older scripts do', () =>
    inDirectory(
      {
        'older.json': script
          .replaceAll('"track":0', '"channel":"CUSTOMER"')
          .replaceAll('"track":1', '"channel":"AGENT"'),
      },
      async (directory) => {
        const [first, second] = await Promise.all(
          [0, 1].map((track) => listen({ engine: newEngine(directory), script: 'older', track, durationMs: 11_000 })),
        );
        expect(finals(first ?? []).map(({ text }) => text)).toEqual(['I want a refund', 'thank you']);
        expect(finals(second ?? []).map(({ text }) => text)).toEqual(['of course']);
      },
    ));

  it.each([
    ['no such file', 'nothing', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a path out of the directory', '../refund', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a bad generated name', 'generated:1:0', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a file that is not JSON', 'text', 'SPEECH_SCRIPT_INVALID'],
    ['a track that no call has', 'track', 'SPEECH_SCRIPT_INVALID'],
    ['utterances that overlap', 'overlap', 'SPEECH_SCRIPT_INVALID'],
  ])('refuses %s', (_, name, code) =>
    inDirectory(
      {
        'text.json': 'secret words',
        'track.json': JSON.stringify({
          name: 'track',
          utterances: [{ track: 16, startMs: 0, endMs: 2_000, text: 'secret' }],
        }),
        'overlap.json': JSON.stringify({
          name: 'overlap',
          utterances: [
            { track: 1, startMs: 0, endMs: 2_000, text: 'secret' },
            { track: 1, startMs: 1_000, endMs: 3_000, text: 'secret' },
          ],
        }),
      },
      async (directory) => {
        const refusal = await listen({ engine: newEngine(directory), script: name, durationMs: 0 }).catch(
          (error: unknown) => error,
        );
        expect(refusal).toMatchObject({ code, retryable: false });
        expect(String(refusal)).not.toContain('secret');
      },
    ),
  );
});
