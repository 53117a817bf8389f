import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@earshot/testing';
import { bytes, CHUNK, endOf, hasReceived, ingestPerTest, settle } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';
import type { LcaClient } from './lca-client.js';

const open = ingestPerTest();

const refusals = (ingest: IngestUnderTest) =>
  ingest.logger.lines.filter(({ fields }) => fields.code === 'WRONG_PROTOCOL');
const wavFile = Buffer.concat([Buffer.from('RIFF\u0001\u0002\u0003\u0004WAVEfmt '), bytes(CHUNK)]);
const mp3File = Buffer.concat([Buffer.from('ID3\u0004'), bytes(CHUNK)]);

describe('a client that speaks another protocol on the LCA path', () => {
  it.each<[string, string | Uint8Array, string]>([
    [
      'Twilio Media Streams',
      '{"event":"connected","protocol":"Call","version":"1.0.0","note":"secret words"}',
      'a Twilio Media Streams message',
    ],
    [
      'Genesys AudioHook',
      '{"version":"2","id":"secret words","type":"open","seq":1,"parameters":{}}',
      'a Genesys AudioHook message',
    ],
    ['a Vonage WebSocket', '{"event":"websocket:connected","secret":"words"}', 'a Vonage WebSocket message'],
    ['some other JSON', '{"type":"session.update","secret":"words"}', 'a JSON message of an unknown protocol'],
    ['plain text', 'secret words', 'text that is not JSON'],
    ['a WAV file', wavFile, 'a WAV file'],
    ['an MP3 file', mp3File, 'an MP3 file'],
  ])('%s: gets one error that names it, a close and one log line', async (_, first, seen) => {
    const ingest = await open();
    const client = await ingest.client();
    send(client, first);
    // The client ignores the error and sends frames of 20 ms for another second.
    for (let frame = 0; frame < 50; frame++) send(client, first);
    expect(await client.gone).toBe(1003);
    expect(client.replies).toEqual([
      { type: 'error', code: 'WRONG_PROTOCOL', message: expect.stringContaining(`Received: ${seen}.`) },
    ]);
    expect(refusals(ingest)).toMatchObject([{ fields: { source: 'lca', seen } }]);
    expect(JSON.stringify(ingest.logger.lines)).not.toContain('secret');
    expect(ingest.metrics.values.get('earshot_ingest_refused_total')).toBe(1);
    expect(ingest.bus.events).toEqual([]);
  });

  it('sends binary data and no START: gets one error, and a close two seconds later', async () => {
    const clock = new ManualClock();
    const ingest = await open({}, clock);
    const client = await ingest.client();
    for (let frame = 0; frame < 50; frame++) await client.audio(new Uint8Array(320));
    await hasReceived(ingest, 50);
    await client.reply('error');
    expect(client.replies).toMatchObject([{ type: 'error', code: 'AUDIO_BEFORE_START' }]);
    expect(refusals(ingest)).toEqual([]);
    await clock.advance(2_000);
    expect(await client.gone).toBe(1003);
    expect(client.replies).toHaveLength(1);
    expect(refusals(ingest)).toMatchObject([{ fields: { source: 'lca', seen: 'binary data without a start' } }]);
  });

  it('does not disturb a call beside it', async () => {
    const ingest = await open();
    const good = await ingest.call('good');
    const stranger = await ingest.client();
    const sent = bytes(CHUNK * 2);
    await good.audio(sent.subarray(0, CHUNK));
    stranger.text('{"event":"connected"}');
    await stranger.gone;
    await good.audio(sent.subarray(CHUNK));
    await endOf(ingest, good, 'good');
    expect(Buffer.compare(ingest.bus.audio('good'), sent)).toBe(0);
  });

  it('keeps the socket of an LCA client that makes a mistake in its first message', async () => {
    const ingest = await open();
    const client = await ingest.client();
    client.text({ callEvent: 'START', callId: 'c1' });
    await client.reply('error', { code: 'SAMPLING_RATE_INVALID' });
    await settle();
    client.start('c1');
    await client.reply('started');
    expect(refusals(ingest)).toEqual([]);
  });
});

function send(client: LcaClient, message: string | Uint8Array): void {
  if (typeof message === 'string') client.text(message);
  else void client.audio(message);
}
