import { makeEvent, type TopicName } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { systemClock } from '@earshot/runtime';
import { afterEach, expect, it, jest } from '@jest/globals';
import { Harness, only } from './harness.js';
import { TestCall } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

/** Takes what transcription publishes only after `open`. */
class GatedBus extends EmbeddedEventBus {
  open = () => {};
  private readonly opened = new Promise<void>((resolve) => (this.open = resolve));

  override async publish(topic: TopicName, key: string, value: Uint8Array): Promise<void> {
    if (topic === 'calls.transcript') await this.opened;
    return super.publish(topic, key, value);
  }
}

let harness: Harness;
afterEach(() => harness.close());

it('a call stays in the language that somebody set while a process that does not know of it brings the call', async () => {
  const engine = new ToneEngine();
  const bus = new GatedBus(systemClock);
  harness = await Harness.start({ engines: only(engine), bus });
  const call = new TestCall(harness, 'call', { bursts: [{ track: 0, startMs: 100, level: 1 }] });
  await call.open();
  const change = { sampleRateHz: call.rateHz, fromSample: 0, language: 'de-DE' };
  await harness.publish('calls.audio', makeEvent('stream.changed', call.id, change, { id: 'change', occurredAtMs: 1 }));
  await call.open();
  await call.talkUntil(1_000);
  await call.close();
  bus.open();
  await harness.completed(call.id);
  expect(engine.opened.length).toBeGreaterThan(0);
  for (const { language } of engine.opened) expect(language).toBe('de-DE');
});
