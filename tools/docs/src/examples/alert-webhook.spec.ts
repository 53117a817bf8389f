import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { callIdSchema, encodeEvent, exampleSpeaker, makeEvent, segmentIdSchema, services } from '@earshot/contracts';
import { openEventBus, type ProcessConfig } from '@earshot/hosting';
import { newUuid, systemClock, type ProcessContext } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics } from '@earshot/testing';
import { alertWebhook } from './alert-webhook.js';

const callId = callIdSchema.parse('call-1');
const alert = (category: string, isAlert: boolean) =>
  encodeEvent(
    makeEvent(
      'category.matched',
      callId,
      { ...exampleSpeaker('CUSTOMER'), category, isAlert, segmentId: segmentIdSchema.parse('0-0-1'), atMs: 4_000 },
      { id: newUuid(), occurredAtMs: systemClock.nowMs() },
    ),
  );

describe('the example consumer of the how-to', () => {
  let server: Server;
  let answers: number[];
  let received: { key: string | undefined; body: unknown }[];
  let process: ProcessContext;
  beforeEach(async () => {
    answers = [];
    received = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        received.push({ key: request.headers['idempotency-key'] as string, body: JSON.parse(body) });
        response.writeHead(answers.shift() ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const tools = {
      clock: systemClock,
      newId: newUuid,
      logger: new CapturingLogger(),
      metrics: new CapturingMetrics(),
    };
    const embedded = { EARSHOT_BUS: 'embedded' } as ProcessConfig;
    const { bus } = openEventBus(embedded, services, { ...tools, clientName: 'test' });
    process = { bus, ...tools };
    const { port } = server.address() as { port: number };
    const config = { ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/` };
    await alertWebhook.start(config as never, { process } as never);
  });
  afterEach(async () => {
    await process.bus.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('sends each alert, retries while the receiver fails, and ignores a match that is no alert', async () => {
    answers.push(503, 204);
    await process.bus.publish('calls.insight', callId, alert('Billing', false));
    await process.bus.publish('calls.insight', callId, alert('Cancellation', true));
    while (received.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(received[1]).toEqual({
      key: 'call-1/Cancellation/0-0-1',
      body: { callId: 'call-1', category: 'Cancellation', atMs: 4_000 },
    });
    expect(received[0]).toEqual(received[1]);
  });

  it('is what the how-to shows', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/how-to/add-a-consumer.md'), 'utf8');
    const shown = /```ts\n([\s\S]*?)```/.exec(page)?.[1];
    expect(shown).toBe(readFileSync(join(import.meta.dirname, 'alert-webhook.ts'), 'utf8'));
    expect(services).not.toContain(alertWebhook.name as never);
  });
});
