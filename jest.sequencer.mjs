import { sep } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/**
 * Files that take longest, with their seconds. On a clean checkout jest knows no durations and starts the largest file first,
 * so the slowest file, which is small, would run alone at the end. `npm test` prints the seconds of the most expensive files.
 */
const SECONDS = Object.entries({
  'tools/generators/test/generators.component.spec.ts': 150,
  'apps/e2e/test/chaos.e2e.spec.ts': 140,
  'libs/adapters/event-bus/test/kafka-event-bus.component.spec.ts': 120,
  'apps/web/test/web.component.spec.ts': 95,
  'tools/run/stack/test/lone-service.component.spec.ts': 90,
  'apps/standalone/test/npm-start.component.spec.ts': 75,
  'apps/e2e/test/process-life.e2e.spec.ts': 70,
  'apps/e2e/test/recorded-call.e2e.spec.ts': 54,
  'tools/run/stack/test/killed-stack.component.spec.ts': 46,
  'libs/adapters/event-bus/src/embedded/embedded-event-bus.spec.ts': 45,
  'libs/adapters/speech/test/moonshine.component.spec.ts': 40,
  'libs/adapters/event-bus/test/kinesis-event-bus.component.spec.ts': 40,
  'libs/adapters/recordings/test/s3-recordings.component.spec.ts': 36,
  'apps/enrichment/test/takeover.component.spec.ts': 36,
  'libs/adapters/event-bus/test/kinesis-faults.component.spec.ts': 35,
  'libs/testing/src/redaction-grammars/measure-redaction.spec.ts': 35,
  'apps/transcription/test/takeover.component.spec.ts': 35,
  'libs/testing/test/start-kafka.component.spec.ts': 30,
  'libs/adapters/speech/test/whisper-http.component.spec.ts': 30,
  'libs/adapters/embedded-postgres/src/start-embedded-postgres.spec.ts': 30,
  'apps/e2e/test/transcribe.e2e.spec.ts': 28,
  'apps/e2e/test/scripted-calls.e2e.spec.ts': 28,
  'tools/workspace/test/wrong-arguments.component.spec.ts': 10,
  'libs/adapters/recordings/test/recording-stores.component.spec.ts': 25,
  'libs/adapters/event-bus/test/kafka-security.component.spec.ts': 25,
  'libs/adapters/event-bus/test/kinesis-fan-out.component.spec.ts': 22,
  'apps/persistence/test/persistence.component.spec.ts': 22,
  'apps/transcription/test/limits.component.spec.ts': 20,
  'libs/adapters/speech/test/sagemaker.component.spec.ts': 15,
  'libs/adapters/event-bus/test/kinesis-leases.component.spec.ts': 20,
  'apps/gateway/test/slow-readers.component.spec.ts': 20,
  'libs/adapters/speech/src/models/npm-model-store.spec.ts': 18,
});

/** Starts the slowest file first, by the durations that jest measured here, or else by those above. */
export default class SlowestFirst extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    return sorted.sort((one, other) => knownSeconds(other.path) - knownSeconds(one.path));
  }
}

const knownSeconds = (path) => SECONDS.find(([file]) => path.endsWith(file.replaceAll('/', sep)))?.[1] ?? 0;
