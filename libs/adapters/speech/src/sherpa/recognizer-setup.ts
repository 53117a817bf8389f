import { Failure } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { crashReason, errorOutput } from '../error-text.js';
import type { SherpaModel } from './find-model.js';
import type { RecognizerSetup } from './recognizer-protocol.js';

/** All models of the table, and nearly all streaming models of the publisher, need this rate. */
export const MODEL_SAMPLE_RATE_HZ = 16_000;
const FEATURES = 80;
const CHECK_LIMIT_MS = 120_000;

/** Greedy search, one native thread per worker, utterances that end after a pause. */
export function recognizerSetup(model: SherpaModel): RecognizerSetup {
  return {
    sampleRateHz: MODEL_SAMPLE_RATE_HZ,
    recognizerConfig: {
      featConfig: { sampleRate: MODEL_SAMPLE_RATE_HZ, featureDim: FEATURES },
      modelConfig: { ...model.files, tokens: model.tokens, numThreads: 1, provider: 'cpu', debug: 0 },
      decodingMethod: 'greedy_search',
      enableEndpoint: true,
      // Seconds of silence after which an empty segment ends, so that silence becomes covered.
      rule1MinTrailingSilence: 2.4,
      // Seconds of silence that end an utterance.
      rule2MinTrailingSilence: 0.8,
      rule3MinUtteranceLength: 15,
    },
  };
}

/** Tries a model in a process of its own. Rejects with `Failure` `SPEECH_MODEL_UNUSABLE`. */
export async function checkModel(model: SherpaModel): Promise<void> {
  const script = fileURLToPath(new URL('./check-model.mjs', import.meta.url));
  const setup = JSON.stringify(recognizerSetup(model));
  try {
    await promisify(execFile)(process.execPath, [script, setup], { timeout: CHECK_LIMIT_MS });
  } catch (cause) {
    throw new Failure('SPEECH_MODEL_UNUSABLE', crashReason(errorOutput(cause)), { retryable: false, cause });
  }
}
