import { access } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { errorReason } from '../error-text.js';
import type { PrepareSpeechEngine } from '../speech-vendor.js';
import { PocketsphinxProcess, type PocketsphinxProgram } from './pocketsphinx-process.js';
import { PocketsphinxSpeechEngine } from './pocketsphinx.speech-engine.js';
import { findSpanParent, removeOrphanedSpans } from './span-directory.js';
import { SAMPLE_RATE_HZ } from './utterance-segmenter.js';

const COMMAND = 'pocketsphinx_batch';
const MODEL_DIRS = ['/usr/share/pocketsphinx/model/en-us', '/usr/local/share/pocketsphinx/model/en-us'];
const TRIAL_LIMIT_MS = 20_000;

/** Available where the program and its model are installed, the calls are in English, and a trial decoding works. */
export const prepare: PrepareSpeechEngine<unknown> = async (_, { language, workers, metrics, clock }) => {
  const unavailable = (reason: string) => ({ current: () => ({ engine: null, reason }), close: async () => undefined });
  if (!/^en(-|$)/i.test(language)) return unavailable(`it has no model for ${language}`);
  const modelDir = await firstReadable(MODEL_DIRS);
  if (modelDir === null) return unavailable('its packages pocketsphinx and pocketsphinx-en-us are not installed');
  const spanParent = await findSpanParent();
  await removeOrphanedSpans(spanParent).catch(() => undefined);
  const program = { command: COMMAND, modelDir, spanParent, clock };
  const problem = await tryOut(program);
  if (problem !== null) return unavailable(problem);
  const restarts = metrics.counter('earshot_pocketsphinx_restarts_total', 'Decoding processes that were lost.');
  const engine = new PocketsphinxSpeechEngine(program, workers ?? availableParallelism(), restarts);
  return {
    current: () => ({ engine, reason: 'installed on this machine; it is a weak recogniser, for trials only' }),
    close: () => engine.close(),
  };
};

async function tryOut(program: PocketsphinxProgram): Promise<string | null> {
  let process: PocketsphinxProcess | undefined;
  const cancel = program.clock.schedule(TRIAL_LIMIT_MS, () => void process?.kill());
  try {
    process = await PocketsphinxProcess.start(program);
    await process.decode('trial', new Int16Array(SAMPLE_RATE_HZ / 2));
    return null;
  } catch (error) {
    return `it does not work here: ${errorReason(error)}`;
  } finally {
    cancel();
    await process?.kill();
  }
}

async function firstReadable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const isReadable = await access(join(path, 'en-us.lm.bin')).then(
      () => true,
      () => false,
    );
    if (isReadable) return path;
  }
  return null;
}
