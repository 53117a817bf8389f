import type { SpeechEngine, SpeechStream, SpeechStreamOptions } from '@earshot/ports';
import { createLogger } from '@earshot/runtime';
import { afterEach, expect, it, jest } from '@jest/globals';
import { Harness, only } from './harness.js';
import { TestCall } from './test-call.js';
import { ToneEngine } from './tone-engine.js';

jest.setTimeout(120_000);

const PLANTED = 'xyzzymarker 4111 1111 1111 1111';
const MARKER = /xyzzymarker|4111/;

/** Quotes what it was transcribing when it fails, as a client of a vendor may. */
const quotingError = () =>
  Object.assign(new Error(`cannot finish "${PLANTED}"`), {
    transcript: PLANTED,
    cause: new SyntaxError(`Unexpected token 'x', "${PLANTED}" is not valid JSON`),
  });

/** Fails once on each track: while it opens, or with the first audio. */
class QuotingEngine extends ToneEngine implements SpeechEngine {
  private readonly failed = new Set<number>();

  constructor(private readonly at: 'open' | 'write') {
    super();
  }

  override async open(options: SpeechStreamOptions): Promise<SpeechStream> {
    if (this.failed.has(options.track)) return super.open(options);
    this.failed.add(options.track);
    if (this.at === 'open') throw quotingError();
    const stream = await super.open(options);
    stream.write = () => Promise.reject(quotingError());
    return stream;
  }
}

let harness: Harness;
afterEach(() => harness.close());

function printLog(): string {
  const printed: string[] = [];
  for (const format of ['json', 'text'] as const) {
    const logger = createLogger({ level: 'debug', format, write: (line) => void printed.push(line) });
    for (const { level, fields, message } of harness.logger.lines) logger[level as 'info'](fields, message);
  }
  return printed.join('');
}

it.each(['open', 'write'] as const)(
  'words that an engine quotes at %s reach no log line and no problem',
  async (at) => {
    harness = await Harness.start({ engines: only(new QuotingEngine(at)) });
    const call = new TestCall(harness, `quoted-${at}`, { bursts: [{ track: 0, startMs: 500, level: 3 }] });
    await call.open();
    await call.talkUntil(3_000);
    await call.close();
    await harness.completed(call.id);
    expect(harness.finals(call.id, 0).map(({ text }) => text)).toEqual(['w3']);
    await harness.until(() => harness.of('processing.failed', call.id).length > 0);
    expect(printLog()).toContain('speech engine failed');
    expect(printLog()).not.toMatch(MARKER);
    expect(JSON.stringify(harness.of('processing.failed'))).not.toMatch(MARKER);
  },
);

it('words of a message that cannot be read reach no log line and no problem', async () => {
  harness = await Harness.start({ engines: only(null) });
  await harness.bus.publish('calls.audio', 'unreadable', Buffer.from(PLANTED));
  await harness.until(() => harness.of('processing.failed').length > 0);
  expect(harness.of('processing.failed')[0]?.data).toMatchObject({ stage: 'transcription', code: 'EVENT_NOT_JSON' });
  expect(JSON.stringify(harness.of('processing.failed'))).not.toMatch(MARKER);
  expect(printLog()).not.toMatch(MARKER);
});
