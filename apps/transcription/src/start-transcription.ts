import { join } from 'node:path';
import { serviceProgram, type ServiceResources, type StartedService } from '@earshot/hosting';
import { startService } from '@earshot/runtime';
import { createSpeechEngines, speechConfigSchema, type SpeechConfig, type SpeechEngineState } from '@earshot/speech';
import { ReadinessPublisher } from './engine/readiness-publisher.js';
import { transcriptionConfigSchema, type TranscriptionConfig } from './transcription.config.js';
import { TranscriptionModule } from './transcription.module.js';

/** The shipped scripts. The source and the build of this file are equally deep in the tree. */
const SHIPPED_SCRIPTS = join(import.meta.dirname, '../../../samples/scripts');

/** Starts transcription in a process, alone or with other services. */
export async function startTranscription(
  config: TranscriptionConfig & SpeechConfig,
  resources: ServiceResources<'recordings' | 'speechReadiness' | 'transcriptProgress' | 'sealer'>,
): Promise<StartedService & { readonly speech: string; readSpeech(): SpeechEngineState }> {
  const { logger, metrics, clock, newId } = resources.process;
  const engines = await createSpeechEngines(
    { ...config, EARSHOT_SCRIPTS_DIR: config.EARSHOT_SCRIPTS_DIR ?? SHIPPED_SCRIPTS },
    { dataDir: resources.dataDir, logger, metrics, clock },
  );
  const readiness = new ReadinessPublisher(engines, resources.speechReadiness, { processId: newId(), clock, logger });
  try {
    const running = await startService({
      name: 'transcription',
      module: TranscriptionModule.forRoot(config, resources.process, {
        engines,
        recordings: resources.recordings,
        progress: resources.transcriptProgress,
        unfinished: resources.transcriptProgress,
      }),
      process: resources.process,
      sealer: resources.sealer,
    });
    const speech = engines.choose().reason;
    readiness.start();
    // While the calls drain, other processes must not use the quota of their streams.
    const close = () =>
      running
        .close()
        .finally(() => readiness.stop())
        .finally(() => engines.close());
    return { close, speech, readSpeech: () => engines.choose(), facts: { speech } };
  } catch (error) {
    await engines.close();
    throw error;
  }
}

/** Transcription as a program of its own. */
export const transcriptionProgram = serviceProgram({
  name: 'transcription',
  schema: transcriptionConfigSchema.extend(speechConfigSchema.shape),
  needs: ['recordings', 'sealer', 'speechReadiness', 'transcriptProgress'],
  opensCalls: false,
  start: startTranscription,
});
