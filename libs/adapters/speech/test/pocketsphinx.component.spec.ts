import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import type { SpeechEngine, SpeechResult } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, speechEngineConformance } from '@earshot/testing';
import { execFileSync, spawnSync } from 'node:child_process';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare } from '../src/pocketsphinx/index.js';
import { PocketsphinxSpeechEngine } from '../src/pocketsphinx/pocketsphinx.speech-engine.js';
import { spoken, withPauses } from './support/spoken.js';
import { systemClock } from './support/system-clock.js';

const modelDir = '/usr/share/pocketsphinx/model/en-us';
const isInstalled =
  spawnSync('pocketsphinx_batch').error === undefined &&
  spawnSync('espeak-ng', ['--version']).error === undefined &&
  (await access(join(modelDir, 'en-us.lm.bin')).then(
    () => true,
    () => false,
  ));
if (!isInstalled) console.info('skipped: pocketsphinx, pocketsphinx-en-us and espeak-ng are not all installed');
const sampleRateHz = 16_000;
const speech = isInstalled
  ? withPauses(
      ['the weather is very nice today', 'please call me back tomorrow morning'].map(
        (text) => spoken(text) ?? new Int16Array(0),
      ),
      1_500,
    )
  : new Int16Array(0);

(isInstalled ? describe : describe.skip)('pocketsphinx', () => {
  let spanDir: string;
  let metrics: CapturingMetrics;
  const newEngine = (command = 'pocketsphinx_batch') => {
    metrics = new CapturingMetrics();
    return new PocketsphinxSpeechEngine(
      { command, modelDir, spanParent: spanDir, clock: systemClock },
      2,
      metrics.counter('restarts'),
    );
  };
  beforeAll(async () => void (spanDir = await mkdtemp(join(tmpdir(), 'earshot-spans-'))));
  afterAll(async () => {
    expect(await readdir(spanDir)).toEqual([]);
    await rm(spanDir, { recursive: true });
  });

  async function open(engine: SpeechEngine) {
    const results: SpeechResult[] = [];
    const failures: Error[] = [];
    const stream = await engine.open({
      callId: 'call-1' as CallId,
      track: 1,
      sampleRateHz,
      language: 'en-US',
      startMs: 0,
      onResult: (result) => void results.push(result),
      onFailure: (error) => void failures.push(error),
    });
    return {
      stream,
      failures,
      finals: () => results.flatMap((result) => (result.kind === 'words' && result.isFinal ? [result] : [])),
    };
  }

  describe('conforms to the port', () => {
    it.each(speechEngineConformance)(
      '$promise',
      ({ run }) => run(() => ({ engine: newEngine(), speech, sampleRateHz, givesPartials: false })),
      120_000,
    );
  });

  it('gives words the times at which they are spoken', async () => {
    const engine = newEngine();
    const { stream, finals } = await open(engine);
    await stream.write(speech);
    await stream.end();
    await engine.close();
    const [first, second] = finals();
    expect(first?.text).toMatch(/weather|whether/);
    expect(first?.words[0]?.startMs).toBeGreaterThan(1_200);
    expect(first?.words[0]?.startMs).toBeLessThan(1_800);
    expect(second?.startMs).toBeGreaterThan(4_000);
  }, 60_000);

  it('loses no word if its processes are killed', async () => {
    const engine = newEngine();
    const { stream, finals, failures } = await open(engine);
    await stream.write(speech.slice(0, speech.length / 2));
    const ending = stream.write(speech.slice(speech.length / 2)).then(() => stream.end());
    const children = () =>
      spawnSync('pgrep', ['-P', String(process.pid), 'pocketsphinx'], { encoding: 'utf8' })
        .stdout.split('\n')
        .filter(Boolean);
    for (let tries = 0; children().length === 0 && tries < 500; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const killed = children();
    expect(killed.length).toBeGreaterThan(0);
    execFileSync('kill', ['-9', ...killed]);
    await ending;
    await engine.close();
    expect(finals()).toHaveLength(2);
    expect(failures).toEqual([]);
    expect(metrics.values.get('restarts')).toBeGreaterThan(0);
  }, 60_000);

  it('reports a lost stream if the program dies every time', async () => {
    const engine = newEngine('false');
    const { stream, failures } = await open(engine);
    await stream.write(speech);
    await expect(stream.end()).rejects.toMatchObject({ code: 'SPEECH_STREAM_LOST' });
    await engine.close();
    expect(failures).toMatchObject([{ code: 'SPEECH_STREAM_LOST', retryable: true }]);
  });

  it('is available for English and leaves no files behind', async () => {
    const host = {
      dataDir: spanDir,
      modelsDir: spanDir,
      mayFetchModels: false,
      workers: undefined,
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
      clock: systemClock,
    };
    const offer = await prepare({}, { ...host, language: 'en-GB' });
    expect(offer.current().engine?.name).toBe('pocketsphinx:en-us');
    await offer.close();
    const other = await prepare({}, { ...host, language: 'de-DE' });
    expect(other.current()).toEqual({ engine: null, reason: 'it has no model for de-DE' });
  }, 60_000);
});
