import { describe, expect, it } from '@jest/globals';
import { callIdSchema, makeEvent } from '@earshot/contracts';
import { controlHandlers } from '../src/handlers/control-handlers.js';
import { bytes, ingestPerTest } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const open = ingestPerTest();

const erase = (ingest: IngestUnderTest, id: string) => {
  const data = { tenant: 'default', agentId: null, queue: null, rowVersion: 7 };
  const event = makeEvent('call.erased', callIdSchema.parse(id), data, { id: 'erasure', occurredAtMs: 1 });
  return controlHandlers(ingest.server)['call.erased'](event);
};
const format = { sampleRateHz: 8_000, codec: 'L16', tracks: [{}], participants: [] };

describe('an erased call that goes on', () => {
  it('ends: its source is told that it is over, and the other stages get its end', async () => {
    const ingest = await open();
    const client = await ingest.earshotCall('gone', format);
    await client.audio(bytes(1_600));
    await erase(ingest, 'gone');
    await client.reply('error', { code: 'CALL_ALREADY_ENDED' });
    await ingest.bus.until(() => ingest.bus.of('gone').some(({ type }) => type === 'call.ended'));
    const types = ingest.bus.of('gone').map(({ type }) => type);
    expect(types).toContain('stream.closed');
    // Its source may not bring it again.
    const again = await ingest.earshotClient();
    again.start('gone', format);
    await again.reply('error', { code: 'CALL_ALREADY_ENDED' });
  });

  it('does not disturb other calls, and an unknown id changes nothing', async () => {
    const ingest = await open();
    const [first, second] = [await ingest.earshotCall('gone', format), await ingest.earshotCall('beside', format)];
    await erase(ingest, 'gone');
    await erase(ingest, 'unknown');
    await erase(ingest, 'gone');
    await first.reply('error', { code: 'CALL_ALREADY_ENDED' });
    const sent = bytes(1_600);
    await second.audio(sent);
    second.end();
    await second.reply('ended', { callId: 'beside' });
    expect(Buffer.compare(ingest.bus.audio('beside'), sent)).toBe(0);
  });
});
