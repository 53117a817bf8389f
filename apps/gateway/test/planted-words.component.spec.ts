import { Failure } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RunningGateway } from './support/running-gateway.js';

const PLANTED = 'xyzzymarker 4111 1111 1111 1111';
const MARKER = /xyzzymarker|4111/;

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await RunningGateway.start();
});
afterAll(() => gateway.stop());

/** What a process writes for the captured lines. */
function printLog(): string {
  const printed: string[] = [];
  for (const format of ['json', 'text'] as const) {
    const logger = createLogger({ level: 'debug', format, write: (line) => void printed.push(line) });
    for (const { level, fields, message } of gateway.logger.lines) logger[level as 'info'](fields, message);
  }
  return printed.join('');
}

const driverError = Object.assign(new Error(`insert failed: ${PLANTED}`), {
  name: 'QueryFailedError',
  code: '23505',
  detail: `Key (text)=(${PLANTED}) already exists.`,
  parameters: [PLANTED],
  query: PLANTED,
});

it.each([
  ['the driver', driverError],
  ['a parser', new SyntaxError(`Unexpected token 'x', "${PLANTED}" is not valid JSON`)],
  [
    'the cause of a failure',
    new Failure('STORE_REFUSED', 'The database refused a statement.', { retryable: false, cause: driverError }),
  ],
])('words that %s quotes reach neither the client nor the log', async (_what, error) => {
  gateway.reader.failReads(1, error);
  const answer = await gateway.query('{ calls { nodes { id } } }');
  expect(answer.errors?.[0]?.extensions.code).toBe('INTERNAL');
  expect(JSON.stringify(answer)).not.toMatch(MARKER);
  expect(printLog()).toContain('GraphQL operation failed');
  expect(printLog()).not.toMatch(MARKER);
});

it('words of messages that cannot be read reach neither the log nor a metric', async () => {
  for (const topic of ['calls.insight', 'calls.updates'] as const) {
    await gateway.bus.publish(topic, 'call', Buffer.from(PLANTED));
    await gateway.bus.publish(topic, 'call', Buffer.from(JSON.stringify({ type: 'row.changed', callId: PLANTED })));
  }
  expect(printLog()).not.toMatch(MARKER);
});
