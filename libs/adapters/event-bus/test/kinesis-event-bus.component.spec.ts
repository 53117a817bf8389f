import { afterAll, beforeAll, describe, it } from '@jest/globals';
import {
  eventBusConformanceWithin,
  eventBusOutageConformance,
  startKinesis,
  type KinesisServer,
} from '@earshot/testing';
import { aKinesisBus, settingsFor } from './kinesis-harness.js';

const PATIENCE_MS = 60_000;

describe('KinesisEventBus on kinesalite', () => {
  let kinesis: KinesisServer;
  beforeAll(async () => void (kinesis = await startKinesis()));
  afterAll(() => kinesis.dispose());

  const outage = { begin: () => kinesis.goAway(), end: () => kinesis.comeBack() };
  const cases = [...eventBusConformanceWithin(PATIENCE_MS), eventBusOutageConformance(outage, PATIENCE_MS)];
  for (const { promise, run } of cases)
    it(promise, () => run(() => aKinesisBus(settingsFor(kinesis.endpoint))), 240_000);
});
