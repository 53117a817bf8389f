import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  breakEventBus,
  brokenEventBuses,
  eventBusConformance,
  startKinesis,
  type KinesisServer,
} from '@earshot/testing';
import { aKinesisBus, settingsFor } from './kinesis-harness.js';

let kinesis: KinesisServer;
beforeAll(async () => void (kinesis = await startKinesis()));
afterAll(() => kinesis.dispose());

/** Streams and leases of its own, as a site has. */
const create = () => aKinesisBus(settingsFor(kinesis.endpoint));

describe('the Kinesis bus on kinesalite', () => {
  for (const { promise, run } of eventBusConformance) it(promise, () => run(create), 120_000);
});

describe('the conformance suite bites on Kinesis', () => {
  it.each(Object.entries(brokenEventBuses))(
    'fails a bus that %s',
    async (name, { breaks }) => {
      const broken = eventBusConformance.find(({ promise }) => promise === breaks);
      await expect(broken?.run(() => breakEventBus(create(), name))).rejects.toThrow();
    },
    120_000,
  );
});
