import { describe, expect, it } from '@jest/globals';
import { callIdSchema } from '@earshot/contracts';
import type { SpeechResult, SpeechStream } from '@earshot/ports';
import { parseGeneratedScript } from './generated-utterances.js';
import { ScriptedSpeechEngine } from './scripted.speech-engine.js';

const SECOND = new Int16Array(8_000);
const engine = () => new ScriptedSpeechEngine({});

/** Opens a stream of track 0, writes this many seconds of audio and reports how it ends. */
async function open(subject: ScriptedSpeechEngine, script: string, startMs = 0) {
  const results: SpeechResult[] = [];
  const failures: (string | undefined)[] = [];
  const stream: SpeechStream = await subject.open({
    callId: callIdSchema.parse('call'),
    track: 0,
    sampleRateHz: 8_000,
    language: 'en-US',
    startMs,
    script,
    onResult: (result) => void results.push(result),
    onFailure: (error) => void failures.push((error as { code?: string }).code),
  });
  const write = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      await stream.write(SECOND).catch((error: { code?: string }) => void failures.push(error.code));
    }
  };
  return { stream, results, failures, write };
}

describe('an engine with a scripted fault', () => {
  it.each([
    ['reset', 'ECONNRESET'],
    ['close', 'SPEECH_STREAM_CLOSED'],
    ['busy', 'SPEECH_RATE_LIMITED'],
  ])('%s loses its stream there, and emits nothing after that', async (kind, code) => {
    const { results, failures, write } = await open(engine(), `generated:7:2:fault=${kind}@9`);
    await write(8);
    expect(failures).toEqual([]);
    const said = results.length;
    expect(said).toBeGreaterThan(0);
    await write(10);
    expect(failures).toEqual([code]);
    expect(results).toHaveLength(said);
  });

  it('hang accepts audio, emits nothing and does not end', async () => {
    const { stream, results, failures, write } = await open(engine(), 'generated:7:2:fault=hang@9');
    await write(8);
    const said = results.length;
    await write(10);
    let ended = false;
    void stream.end().then(() => (ended = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([results.length, failures, ended]).toEqual([said, [], false]);
    await stream.abort();
  });

  it('fails once at each position, however often its audio is repeated', async () => {
    const subject = engine();
    const faultsAt: number[] = [];
    for (let startMs = 0; startMs < 40_000; startMs = (faultsAt.at(-1) ?? 0) * 1_000 - 3_000) {
      const { failures, write } = await open(subject, 'generated:7:2:fault=close@10', startMs);
      let seconds = startMs / 1_000;
      while (failures.length === 0 && seconds < 60) {
        await write(1);
        seconds += 1;
      }
      faultsAt.push(seconds);
    }
    expect(faultsAt).toEqual([10, 20, 30, 40, 50]);
  });

  it('busy refuses two more streams with a retryable failure', async () => {
    const subject = engine();
    const script = 'generated:7:2:fault=busy@5';
    await (await open(subject, script)).write(5);
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(open(subject, script, 4_000)).rejects.toMatchObject({
        code: 'SPEECH_RATE_LIMITED',
        retryable: true,
      });
    }
    const { failures, results, write } = await open(subject, script, 4_000);
    await write(4);
    expect(failures).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });

  it.each([
    'generated:7:fault=melts@10',
    'generated:7:2:fault=reset',
    'generated:7:fault=reset@0',
    'generated:7:fault=reset@x',
  ])('is refused as %s', (name) => expect(parseGeneratedScript(name)).toBeNull());

  it('is read from the name, with or without the period between finals', () => {
    const fault = { kind: 'hang', everySeconds: 12.5 };
    expect(parseGeneratedScript('generated:a:2:fault=hang@12.5')).toEqual({ seed: 'a', finalEverySeconds: 2, fault });
    expect(parseGeneratedScript('generated:a:fault=hang@12.5')).toEqual({ seed: 'a', finalEverySeconds: 4, fault });
  });
});
