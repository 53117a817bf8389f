import { sep } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/**
 * Files that take longest, with their seconds. On a clean checkout jest knows no durations and starts the largest file first,
 * so the slowest file, which is small, would run alone at the end.
 */
const SECONDS = Object.entries({
  'tools/generators/test/generators.component.spec.ts': 170,
  'apps/e2e/test/chaos.e2e.spec.ts': 140,
  'libs/adapters/event-bus/test/kafka-event-bus.component.spec.ts': 100,
  'apps/web/test/web.component.spec.ts': 95,
  'apps/transcription/test/takeover.component.spec.ts': 80,
  'tools/run/stack/test/lone-service.component.spec.ts': 40,
  'tools/run/stack/test/killed-stack.component.spec.ts': 40,
  'apps/e2e/test/process-life.e2e.spec.ts': 70,
  'apps/standalone/test/npm-start.component.spec.ts': 60,
  'apps/e2e/test/recorded-call.e2e.spec.ts': 54,
  'libs/adapters/event-bus/src/embedded/embedded-event-bus.spec.ts': 35,
  'libs/testing/src/servers/start-kafka.spec.ts': 35,
  'libs/adapters/event-bus/test/kinesis-faults.component.spec.ts': 34,
  'libs/adapters/recordings/test/s3-recordings.component.spec.ts': 33,
  'libs/adapters/embedded-postgres/src/start-embedded-postgres.spec.ts': 32,
  'apps/e2e/test/transcribe.e2e.spec.ts': 28,
  'apps/e2e/test/scripted-calls.e2e.spec.ts': 28,
  'libs/adapters/event-bus/test/kinesis-fan-out.component.spec.ts': 22,
  'apps/persistence/test/persistence.component.spec.ts': 22,
  'apps/enrichment/test/takeover.component.spec.ts': 20,
  'libs/adapters/event-bus/test/kafka-security.component.spec.ts': 20,
  'libs/adapters/event-bus/test/kinesis-leases.component.spec.ts': 20,
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
