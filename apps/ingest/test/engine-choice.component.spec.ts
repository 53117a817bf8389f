import { describe, expect, it } from '@jest/globals';
import { bytes, CHUNK, endOf, ingestPerTest } from './ingest-steps.js';
import type { IngestUnderTest } from './ingest-under-test.js';

const open = ingestPerTest();

const clients = {
  lca: (ingest: IngestUnderTest, choice: { engine?: string; script?: string }) =>
    ingest.call('c1', { speechEngine: choice.engine, speechScript: choice.script }),
  earshot: (ingest: IngestUnderTest, choice: { engine?: string; script?: string }) =>
    ingest.earshotCall('c1', { ...choice, tracks: [{}, {}], participants: [] }),
};

describe('a source that chooses a speech engine', () => {
  it.each([
    ['lca', { engine: 'scripted', script: 'refund' }],
    ['lca', { engine: 'moonshine' }],
    ['lca', { script: 'generated:forged' }],
    ['earshot', { engine: 'scripted', script: 'refund' }],
    ['earshot', { script: 'generated:forged' }],
  ] as const)('keeps its call, not its choice, and the call says so once: %s, %j', async (protocol, choice) => {
    const ingest = await open();
    const client = await clients[protocol](ingest, choice);
    const sent = bytes(CHUNK * 3);
    await client.audio(sent);
    const events = await endOf(ingest, client, 'c1');
    expect(Buffer.compare(ingest.bus.audio('c1'), sent)).toBe(0);
    const opened = events.filter(({ type }) => type === 'stream.opened');
    expect(opened).toHaveLength(1);
    expect(opened[0]).not.toMatchObject({ data: { requestedEngine: expect.anything() } });
    expect(opened[0]).not.toMatchObject({ data: { script: expect.anything() } });
    expect(events.filter(({ type }) => type === 'processing.failed')).toMatchObject([
      { data: { stage: 'ingest', code: 'ENGINE_CHOICE_IGNORED' } },
    ]);
  });

  it('reports nothing for a call whose source chooses nothing', async () => {
    const ingest = await open();
    const client = await clients.lca(ingest, {});
    await client.audio(bytes(CHUNK));
    const events = await endOf(ingest, client, 'c1');
    expect(events.filter(({ type }) => type === 'processing.failed')).toEqual([]);
  });

  it('reports nothing on a call that is over', async () => {
    const ingest = await open();
    const first = await clients.lca(ingest, {});
    await endOf(ingest, first, 'c1');
    const again = await ingest.client();
    again.start('c1', { speechEngine: 'scripted' });
    await again.reply('error', { callId: 'c1', code: 'CALL_ALREADY_ENDED' });
    expect(ingest.bus.of('c1').filter(({ type }) => type === 'processing.failed')).toEqual([]);
  });
});
