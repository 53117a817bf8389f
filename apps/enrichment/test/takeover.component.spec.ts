import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  exampleSpeaker,
  type CallId,
  type EarshotEvent,
  type EventData,
  type JsonEvent,
  type JsonEventType,
  type SegmentId,
} from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import { RecordingBus } from './recording-bus.js';
import { createRedactor, restartSegments, segment, setUp, type SetUpOptions } from './set-up.js';
import { openStoredCalls, type StoredCalls } from './stored-calls.js';

type Message = JsonEvent<JsonEventType>;
type Said = Partial<EventData<'transcript.segment'>> & { text: string };

const rules: SetUpOptions['rules'] = [
  { name: 'Greeting', any: { keywords: ['hello', 'thanks'] } },
  { name: 'Payment', alert: true, withinSeconds: 20, all: { keywords: ['pay', 'card'] } },
];
/** Redaction fails on each text that holds this word. */
const DEFECT = 'defect';

let calls: StoredCalls;
let nextCall = 0;
beforeAll(async () => {
  calls = await openStoredCalls();
}, 120_000);
afterAll(() => calls.stop());
beforeEach(restartSegments);

/** The events of one call: partials, two participants, a split card number, a final that a new owner publishes again. */
function createConversation(callId: CallId): Message[] {
  restartSegments();
  const { event } = setUp();
  let customer = 0;
  let agent = 0;
  const speak = (role: 'CUSTOMER' | 'AGENT', { text, ...over }: Said) => {
    const id = role === 'CUSTOMER' ? `0-0-${customer++}` : `1-0-${agent++}`;
    return segment(text, { ...exampleSpeaker(role), segmentId: id as SegmentId, revision: 10_002, ...over });
  };
  const customerSays = (text: string) => speak('CUSTOMER', { text });
  const agentSays = (text: string) => speak('AGENT', { text });
  const partialOf = (final: EventData<'transcript.segment'>, revision: number) => ({
    ...final,
    isPartial: true,
    revision,
    text: 'well',
    words: [],
  });
  const first = customerSays('hello there i am very unhappy with this awful bill');
  const sorry = agentSays('i am so sorry to hear that');
  const pay = customerSays('i want to pay this');
  const half = customerSays('it is 4111 1111');
  const rest = customerSays('1111 1111 and that is all');
  const which = agentSays('with which card was it');
  const broken = customerSays(`some ${DEFECT} here`);
  const again = agentSays('thanks i will pay it back now');
  const finals = [
    partialOf(first, 10_001),
    first,
    sorry,
    pay,
    partialOf(half, 10_001),
    half,
    rest,
    which,
    broken,
    again,
    { ...again, revision: 20_001, text: 'thanks i will pay it back today' },
    customerSays('great thanks that is wonderful'),
    speak('CUSTOMER', { text: 'hello', words: [{ text: 'hello', startMs: 0, endMs: 1, confidence: 0.2 }] }),
  ];
  const segments = finals.map((data) => event('transcript.segment', data));
  return [
    event('transcript.engine-selected', { engine: 'scripted', reason: 'asked for' }),
    ...segments,
    event('transcript.covered', { track: 0, fromMs: 0, toMs: 12_000, engine: 'scripted' }),
    event('transcript.completed', { durationMs: 12_000 }),
  ].map((one) => ({ ...one, callId }) as Message);
}

interface Disturbance {
  /** After this many publications the process dies, or hangs and continues later. */
  readonly diesAfter: number;
  /** Handled messages whose acknowledgement was lost. */
  readonly unacknowledged: number;
  /** Publications that are not stored yet when the next process starts. */
  readonly storeLag: number;
  readonly continuesLater?: boolean;
}

const UNDISTURBED = { diesAfter: Infinity, unacknowledged: 0, storeLag: 0, continuesLater: false };

/** Runs one process after the other on the same messages. Returns what is stored in the end. */
async function playCall(disturbance: Disturbance | null) {
  const { diesAfter, unacknowledged, storeLag, continuesLater } = { ...UNDISTURBED, ...disturbance };
  const callId = `call-${nextCall++}` as CallId;
  const messages = createConversation(callId);
  const bus = new DyingBus(diesAfter);
  let stored = 0;
  const storeUpTo = async (count: number): Promise<void> => {
    const events = bus.events() as EarshotEvent[];
    if (count > stored) await calls.store(events.slice(stored, count));
    stored = Math.max(stored, count);
  };
  const startProcess = () =>
    setUp({
      rules,
      bus,
      history: calls.reader,
      createRedactor: () => {
        const redactor = createRedactor();
        return {
          recall: (one) => redactor.recall(one),
          redact: (one) => {
            if (one.text.includes(DEFECT)) throw new Error('defect');
            return redactor.redact(one);
          },
        };
      },
    });
  let current = startProcess();
  let hanging: Promise<unknown> = Promise.resolve();
  let at = 0;
  for (let attempt = 1; at < messages.length;) {
    const died = bus.whenDying();
    const handled = current.deliver(messages[at] as Message, attempt).then(
      () => 'handled' as const,
      (error: unknown) => error,
    );
    const outcome = await Promise.race([handled, died]);
    if (outcome === 'handled') {
      at++;
      attempt = 1;
      await current.clock.advance(1_000);
      if (bus.hasDied) await storeUpTo(bus.messages.length - storeLag);
      if (bus.hasDied && continuesLater) bus.wake();
    } else if (outcome === 'dying') {
      await storeUpTo(bus.messages.length - storeLag);
      hanging = handled;
      at = Math.max(0, at - unacknowledged);
      attempt = 1;
      current = startProcess();
    } else {
      expect(outcome).toBeInstanceOf(Failure);
      expect(outcome).toMatchObject({ code: 'HISTORY_BEHIND', retryable: true });
      attempt++;
      await storeUpTo(bus.messages.length);
    }
  }
  bus.wake();
  await hanging;
  await storeUpTo(bus.messages.length);
  return { stored: await calls.read(callId), publications: bus.messages.length };
}

/** Accepts `diesAfter` publications. The next one hangs until `wake` is called. */
class DyingBus extends RecordingBus {
  private accepted = 0;
  private dying = () => {};
  private woken: Promise<void> | null = null;
  wake = () => {};

  constructor(private readonly diesAfter: number) {
    super();
  }

  get hasDied(): boolean {
    return this.woken !== null;
  }

  whenDying(): Promise<'dying'> {
    return new Promise((resolve) => (this.dying = () => resolve('dying')));
  }

  override async publish(...message: Parameters<RecordingBus['publish']>): Promise<void> {
    if (this.accepted++ === this.diesAfter) {
      this.woken = new Promise((resolve) => (this.wake = resolve));
      this.dying();
      await this.woken;
    }
    return super.publish(...message);
  }
}

describe('a call whose enrichment dies and continues in another process', () => {
  let undisturbed: Awaited<ReturnType<typeof playCall>>;
  beforeAll(async () => {
    undisturbed = await playCall(null);
  });

  it('stores the expected rows without a disturbance', () => {
    const { segments, matches, categories, problems, metrics } = undisturbed.stored;
    expect(segments.map(({ text }) => text)).toEqual([
      'hello there i am very unhappy with this awful bill',
      'i am so sorry to hear that',
      'i want to pay this',
      'it is [CARD]',
      '[CARD] and that is all',
      'with which card was it',
      '[UNREADABLE]',
      'thanks i will pay it back today',
      'great thanks that is wonderful',
      'hello',
    ]);
    // The engine doubts its last word, so it is no greeting.
    expect(matches.map(({ category }) => category)).toEqual(['Greeting', 'Payment', 'Greeting', 'Greeting']);
    expect(categories).toEqual(['Greeting', 'Payment']);
    expect(problems).toMatchObject([{ code: 'REDACTION_FAILED' }]);
    expect(metrics).toMatchObject({ participants: [{ words: 30 }, { words: 19 }] });
  });

  it.each([
    { unacknowledged: 0, storeLag: 0 },
    { unacknowledged: 4, storeLag: 0 },
    { unacknowledged: 0, storeLag: 3 },
    { unacknowledged: 2, storeLag: 7 },
    { unacknowledged: 1, storeLag: 2, continuesLater: true },
  ])(
    'stores the same rows, whichever publication the process dies at: %j',
    async (kind) => {
      const { publications } = undisturbed;
      expect(publications).toBeGreaterThan(25);
      for (let diesAfter = 0; diesAfter < publications; diesAfter++) {
        const { stored } = await playCall({ diesAfter, ...kind });
        expect({ diesAfter, ...stored }).toEqual({ diesAfter, ...undisturbed.stored });
      }
    },
    180_000,
  );
});
