import { Failure } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { LexiconSentimentEngine } from '@earshot/sentiment';
import type { CapturingLogger } from '@earshot/testing';
import { expect, it, jest } from '@jest/globals';
import { RecordingBus } from './recording-bus.js';
import { segment, setUp } from './set-up.js';

jest.setTimeout(180_000);

const PLANTED = 'xyzzymarker 4111 1111 1111 1111';
const MARKER = /xyzzymarker|4111/;
const quote = (): never => {
  throw Object.assign(new Error(`cannot handle "${PLANTED}"`), { input: PLANTED, cause: new SyntaxError(PLANTED) });
};

/** What a process writes for the captured lines. */
function print({ lines }: CapturingLogger): string {
  const printed: string[] = [];
  for (const format of ['json', 'text'] as const) {
    const logger = createLogger({ level: 'debug', format, write: (line) => void printed.push(line) });
    for (const { level, fields, message } of lines) logger[level as 'info'](fields, message);
  }
  return printed.join('');
}

it.each([
  ['redaction', { createRedactor: () => ({ redact: quote, recall: quote }) }, 'redaction failed'],
  ['the sentiment engine', { sentiment: { ...new LexiconSentimentEngine(), score: async () => quote() } }, ''],
  ['the store', { history: { segments: async () => quote(), segmentsById: async () => quote() } }, ''],
])('words appear in no log line, problem or error when %s quotes them', async (_what, options, logged) => {
  const { bus, logger, event, deliver } = setUp(options as never);
  const error: unknown = await deliver(event('transcript.segment', segment(PLANTED))).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error === null || error instanceof Failure).toBe(true);
  if (error !== null) logger.warn({ err: error }, 'event handler failed');
  const output = print(logger);
  expect(output).toContain(logged);
  expect(output).not.toMatch(MARKER);
  const problems = bus
    .text()
    .split('\n')
    .filter((line) => line.includes('processing.failed'));
  expect(problems.join()).not.toMatch(MARKER);
});

it('words appear in no log line when the bus quotes the event that it refuses', async () => {
  const bus = new RecordingBus();
  bus.publish = async () => quote();
  const { logger, event, deliver } = setUp({ bus });
  const error: unknown = await deliver(event('transcript.segment', segment(PLANTED))).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(Failure);
  logger.warn({ err: error }, 'event handler failed');
  expect(print(logger)).toContain('event handler failed');
  expect(print(logger)).not.toMatch(MARKER);
});
