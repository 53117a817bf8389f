import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, endOf, hasReceived, ingestPerTest, settle } from './ingest-steps.js';

const open = ingestPerTest();

describe('a source that comes back after its call was closed', () => {
  it('is refused, and the call shows once per episode when it came and how much audio was refused', async () => {
    const clock = new ManualClock();
    const ingest = await open({ EARSHOT_RECONNECT_WINDOW_MS: '30000' }, clock);
    const client = await ingest.call('c1');
    await client.audio(bytes(CHUNK));
    await ingest.bus.next('c1', 'audio.frame');
    client.socket.terminate();
    await settle();
    await clock.advance(30_000);
    await ingest.bus.next('c1', 'call.ended');
    const before = ingest.bus.of('c1').length;
    for (let attempt = 0; attempt < 3; attempt++) {
      const late = await ingest.client();
      late.start('c1');
      for (let at = 0; at < 10; at++) await late.audio(bytes(CHUNK));
      await hasReceived(ingest, 11 + attempt * 10);
      await late.reply('error', { code: 'CALL_ALREADY_ENDED' });
      expect(await late.gone).toBe(4409);
      await clock.advance(5_000);
    }
    expect(ingest.bus.of('c1')).toHaveLength(before);
    await clock.advance(11_000);
    await settle();
    expect(ingest.bus.of('c1').slice(before)).toMatchObject([
      {
        type: 'processing.failed',
        data: {
          code: 'AUDIO_AFTER_END',
          message: expect.stringMatching(
            /^The source came back 3 times from 2023-11-14 22:13:50 to 2023-11-14 22:14:00 UTC, .* 6\.0 s of audio was refused/,
          ),
        },
      },
    ]);
  });

  it('shows an episode of a call that another process ended, when this process stops', async () => {
    const ingest = await open({}, new ManualClock());
    const client = await ingest.call('c1');
    await endOf(ingest, client, 'c1');
    const late = await ingest.client();
    late.start('c1');
    await late.gone;
    await ingest.server.drain();
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'AUDIO_AFTER_END' } });
  });
});
