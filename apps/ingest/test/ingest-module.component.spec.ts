import { openAuthenticator } from '@earshot/access';
import { describe, expect, it } from '@jest/globals';
import { startService, systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, TestSealer } from '@earshot/testing';
import { INGEST_SERVER, IngestModule, ingestConfigSchema, type IngestServer } from '../src/index.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry } from './ingest-under-test.js';
import { LcaClient } from './lca-client.js';

describe('IngestModule', () => {
  /** Ingest as a service, and what it published. */
  async function open() {
    const bus = new CapturingBus();
    const process = {
      bus,
      clock: systemClock,
      newId: () => 'id',
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
    };
    const module = IngestModule.forRoot(ingestConfigSchema.parse({}), process, {
      registry: new FakeRegistry(),
      authenticator: openAuthenticator,
      sealer: new TestSealer(),
    });
    const configure = (app: { get(token: symbol): unknown; getHttpServer(): never }) =>
      (app.get(INGEST_SERVER) as IngestServer).attach(app.getHttpServer());
    const http = { host: '127.0.0.1', port: 0, portVariable: 'EARSHOT_INGEST_PORT', configure: configure as never };
    return { bus, service: await startService({ name: 'ingest', module, process, sealer: null, http }) };
  }

  it('answers at an unknown address with a code, and repeats nothing of the address', async () => {
    const { service } = await open();
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${await service.app.getUrl()}/nowhere/555-0199`, { method });
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { code: 'ADDRESS_UNKNOWN', message: 'There is nothing at this address for this method.' },
      ]);
    }
    await service.close();
  });

  it('accepts calls on its HTTP server and drains when the application closes', async () => {
    const { bus, service } = await open();
    const client = await LcaClient.open(`${(await service.app.getUrl()).replace('http', 'ws')}/api/v1/ws`);
    client.start('c1');
    await client.reply('started');
    await client.audio(new Uint8Array(40));
    client.text('{');
    await client.reply('error');
    await service.close();
    expect(await client.gone).toBe(1012);
    expect(bus.types('c1')).toEqual([
      'call.started',
      'participant.joined',
      'participant.joined',
      'stream.opened',
      'processing.failed',
      'audio.frame',
      'stream.silent',
    ]);
  });
});
