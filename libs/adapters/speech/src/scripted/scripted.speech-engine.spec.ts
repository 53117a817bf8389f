import { describe, expect, it } from '@jest/globals';
import type { CallId, Channel } from '@earshot/contracts';
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
  patienceMs: 1_000,
});

interface Listening {
  script?: string;
  channel?: Channel;
  startMs?: number;
  durationMs: number;
  chunkMs?: number;
  engine?: ScriptedSpeechEngine;
}

async function listen({
  script,
  channel = 'CUSTOMER',
  startMs = 0,
  durationMs,
  chunkMs = 100,
  engine = newEngine(),
}: Listening) {
  const results: SpeechResult[] = [];
  const stream = await engine.open({
    callId: 'call-1' as CallId,
    channel,
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

describe('the conformance suite detects broken engines', () => {
  it.each(Object.entries(brokenSpeechEngines))('an engine that %s', async (name, { breaks }) => {
    const broken = speechEngineConformance.find(({ promise }) => promise === breaks);
    expect(broken).toBeDefined();
    await expect(
      broken?.run(() => ({ ...subject(), engine: breakSpeechEngine(subject().engine, name) })),
    ).rejects.toThrow();
  });
});

describe('a generated script', () => {
  it('equals what a checker computes', async () => {
    const results = await listen({ script: 'generated:7', durationMs: 60_000 });
    expect(finals(results).map(({ startMs, endMs, text }) => ({ channel: 'CUSTOMER', startMs, endMs, text }))).toEqual(
      generatedUtterances('7', 'CUSTOMER', 0, 60_000),
    );
  });

  it('alternates between channels, with one final per channel and period', () => {
    const both = (['CUSTOMER', 'AGENT'] as const)
      .flatMap((channel) => generatedUtterances('x', channel, 0, 40_000))
      .sort((a, b) => a.startMs - b.startMs);
    expect(both).toHaveLength(20);
    expect(both.every(({ startMs }, n) => startMs >= (both[n - 1]?.endMs ?? 0))).toBe(true);
    expect(both[18]?.text).toMatch(/^u9 /);
  });

  it('reads the time between finals from its name', async () => {
    const results = await listen({ script: 'generated:7:8', durationMs: 40_000, channel: 'AGENT' });
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
      ...generatedUtterances('call-1', 'CUSTOMER', 0, 9_000).map(({ text }) => text),
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
      { channel: 'CUSTOMER', startMs: 1_000, endMs: 3_000, text: 'I want a refund' },
      { channel: 'AGENT', startMs: 3_500, endMs: 5_000, text: 'of course' },
      { channel: 'CUSTOMER', startMs: 9_000, endMs: 10_000, text: 'thank you' },
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

  it.each([
    ['no such file', 'nothing', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a path out of the directory', '../refund', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a bad generated name', 'generated:1:0', 'SPEECH_SCRIPT_UNKNOWN'],
    ['a file that is not JSON', 'text', 'SPEECH_SCRIPT_INVALID'],
    ['utterances that overlap', 'overlap', 'SPEECH_SCRIPT_INVALID'],
  ])('refuses %s', (_, name, code) =>
    inDirectory(
      {
        'text.json': 'secret words',
        'overlap.json': JSON.stringify({
          name: 'overlap',
          utterances: [
            { channel: 'AGENT', startMs: 0, endMs: 2_000, text: 'secret' },
            { channel: 'AGENT', startMs: 1_000, endMs: 3_000, text: 'secret' },
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
