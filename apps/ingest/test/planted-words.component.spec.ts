import type { CallId } from '@earshot/contracts';
import type { KnownCall } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import type { CapturingLogger } from '@earshot/testing';
import { afterEach, expect, it } from '@jest/globals';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';

const PLANTED = 'xyzzymarker 4111 1111 1111 1111';
const MARKER = /xyzzymarker|4111/;
const quotingError = () =>
  Object.assign(new Error(`cannot handle "${PLANTED}"`), { parameters: [PLANTED], cause: new SyntaxError(PLANTED) });

/** Its first answer is an error that quotes what a client sent. */
class QuotingRegistry extends FakeRegistry {
  private isFirst = true;

  override async find(callId: CallId): Promise<KnownCall | null> {
    if (!this.isFirst) return super.find(callId);
    this.isFirst = false;
    throw quotingError();
  }
}

let ingest: IngestUnderTest;
afterEach(() => ingest.close());

/** What a process writes for the captured lines. */
function print({ lines }: CapturingLogger): string {
  const printed: string[] = [];
  for (const format of ['json', 'text'] as const) {
    const logger = createLogger({ level: 'debug', format, write: (line) => void printed.push(line) });
    for (const { level, fields, message } of lines) logger[level as 'info'](fields, message);
  }
  return printed.join('');
}

it('words of clients and of errors that quote them reach no log line and no problem', async () => {
  const bus = new CapturingBus();
  ingest = await IngestUnderTest.openIn({ bus, registry: new QuotingRegistry() });
  const client = await ingest.call('planted', { agentId: PLANTED, fromNumber: PLANTED });
  client.text(`{ ${PLANTED}`);
  client.text({ callEvent: PLANTED });
  bus.failNext(quotingError(), quotingError());
  await client.audio(new Uint8Array(3_200));
  client.end('planted');
  await client.reply('ended', { callId: 'planted' });
  const output = print(ingest.logger);
  expect(output).toContain('could not ask the registry for a call');
  expect(output).not.toMatch(MARKER);
  expect(JSON.stringify(bus.of('planted').filter(({ type }) => type === 'processing.failed'))).not.toMatch(MARKER);
});
