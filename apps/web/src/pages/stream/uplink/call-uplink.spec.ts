import { describe, expect, it } from '@jest/globals';
import { CallUplink, type SocketListener, type UplinkEvent } from './call-uplink.js';
import { SampleRing } from './sample-ring.js';
import type { KeptStream } from './uplink-messages.js';

const start = {
  callId: 'c1',
  sampleRateHz: 48_000,
  tracks: ['customer', null],
  agentId: 'mia',
  customerNumber: '',
  systemNumber: '',
} as const;

/** What ingest does with a source that keeps its audio, with connections that take what they like and are lost at will. */
class FakeIngest {
  readonly received: number[] = [];
  readonly texts: string[] = [];
  readonly starts: Record<string, unknown>[] = [];
  /** Whether a connection is full after its first message. */
  isSlow = false;
  /** Samples that a connection carries until it is lost; those on the way are lost with it. */
  samplesUntilLoss = Infinity;
  refusal: string | undefined;
  /** Why the gateway opens no socket. */
  accessRefusal: string | undefined;
  gapSamples = 0;
  private count = 0;
  private listener: SocketListener | undefined;

  async openSocket(listener: SocketListener) {
    if (this.accessRefusal !== undefined) throw Object.assign(new Error(), { code: this.accessRefusal });
    this.listener = listener;
    let bufferedAmount = 0;
    const isFull = () => this.isSlow && bufferedAmount > 0;
    const socket = {
      get bufferedAmount() {
        return isFull() ? Infinity : 0;
      },
      send: (data: string | Int16Array<ArrayBuffer>) => {
        if (this.listener !== listener) return;
        if (typeof data === 'string') return this.receiveText(JSON.parse(data) as never);
        bufferedAmount = data.byteLength;
        this.receiveAudio(data);
      },
      close: () => undefined,
    };
    queueMicrotask(() => listener.onOpen(socket));
  }

  lose(): void {
    const { listener } = this;
    this.listener = undefined;
    listener?.onClose();
  }

  private receiveAudio(samples: Int16Array): void {
    const taken = Math.min(samples.length / 2, this.samplesUntilLoss);
    this.received.push(...samples.subarray(0, taken * 2));
    this.count += taken;
    this.samplesUntilLoss -= taken;
    if (this.samplesUntilLoss > 0) return;
    this.samplesUntilLoss = Infinity;
    this.lose();
  }

  private receiveText(message: { type: string; replay: Partial<KeptStream> }): void {
    this.texts.push(message.type);
    if (message.type === 'end') return this.reply({ type: 'ended' });
    if (message.type !== 'start') return;
    this.starts.push(message);
    if (this.refusal !== undefined) return this.reply({ type: 'error', code: this.refusal });
    const lost = Math.max(0, (message.replay.keptFromSample ?? 0) - this.count);
    this.gapSamples += lost;
    this.count += lost;
    this.reply({ type: 'started', replay: { stream: 's1', fromSample: this.count } });
  }

  private reply(message: object): void {
    const { listener } = this;
    queueMicrotask(() => this.listener === listener && listener?.onText(JSON.stringify(message)));
  }
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

async function openUplink({ capacity = 10_000, refusal }: { capacity?: number; refusal?: string } = {}) {
  const ingest = new FakeIngest();
  ingest.refusal = refusal;
  const events: UplinkEvent[] = [];
  const waiting: (() => void)[] = [];
  const uplink = new CallUplink({
    ring: new SampleRing(2, capacity),
    start,
    openSocket: (listener) => ingest.openSocket(listener),
    schedule: (_, run) => waiting.push(run),
    report: (event) => events.push(event),
  });
  uplink.open();
  await settle();
  let captured = 0;
  return {
    ingest,
    uplink,
    events,
    /** Time passes: everything that was put off happens. */
    wait: async () => {
      for (const run of waiting.splice(0)) run();
      await settle();
    },
    /** Captures samples that are numbered one by one. */
    capture: (count: number) => {
      const from = captured;
      captured += count;
      uplink.append(Int16Array.from({ length: count * 2 }, (_, at) => (from + (at >> 1)) * (at % 2 === 0 ? 1 : -1)));
    },
    numbers: (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => [from + at, from + at === 0 ? 0 : -(from + at)]).flat(),
  };
}

describe('CallUplink', () => {
  it('announces who is on which track, and sends every sample', async () => {
    const { ingest, uplink, events, capture, numbers } = await openUplink();
    expect(ingest.starts).toEqual([
      {
        ...{ type: 'start', callId: 'c1', codec: 'L16', sampleRateHz: 48_000, agentId: 'mia', replay: {} },
        tracks: [{ participantId: 'customer' }, {}],
        participants: [{ id: 'customer', role: 'CUSTOMER' }],
      },
    ]);
    for (let piece = 0; piece < 10; piece += 1) capture(100);
    uplink.end();
    await settle();
    expect(ingest.received).toEqual(numbers(0, 1_000));
    expect(events).toEqual([{ kind: 'live' }, { kind: 'ended' }]);
  });

  it('sends nothing twice and loses nothing when connections are lost', async () => {
    const { ingest, uplink, events, wait, capture, numbers } = await openUplink();
    let seed = 7;
    const random = (most: number) => (seed = (seed * 48_271) % 0x7fff_ffff) % most;
    for (let piece = 0; piece < 200; piece += 1) {
      if (random(5) === 0) ingest.samplesUntilLoss = random(90);
      capture(50);
      if (random(4) === 0) await wait();
    }
    await wait();
    uplink.end();
    await wait();
    await wait();
    expect(events.at(-1)).toEqual({ kind: 'ended' });
    expect(ingest.starts.length).toBeGreaterThan(10);
    expect(ingest.gapSamples).toBe(0);
    expect(ingest.received).toEqual(numbers(0, 10_000));
  });

  it('declares what it had to forget while it was away', async () => {
    const { ingest, uplink, wait, capture, numbers } = await openUplink({ capacity: 300 });
    capture(100);
    ingest.lose();
    for (let piece = 0; piece < 10; piece += 1) capture(100);
    await wait();
    uplink.end();
    await settle();
    expect(ingest.gapSamples).toBe(700);
    expect(ingest.received).toEqual([...numbers(0, 100), ...numbers(800, 1_100)]);
  });

  it('waits for a slow connection, and gives it up when it would have to drop samples silently', async () => {
    const { ingest, events, wait, capture, numbers } = await openUplink({ capacity: 300 });
    ingest.isSlow = true;
    capture(100);
    capture(200);
    expect(ingest.received).toEqual(numbers(0, 100));
    ingest.isSlow = false;
    await wait();
    expect(ingest.received).toEqual(numbers(0, 300));
    ingest.isSlow = true;
    capture(100);
    capture(350);
    expect(events.at(-1)).toEqual({ kind: 'reconnecting' });
    ingest.isSlow = false;
    await wait();
    expect(ingest.gapSamples).toBe(150);
    expect(ingest.received).toEqual([...numbers(0, 300), ...numbers(450, 750)]);
  });

  it('sends silence while it is paused, and says where the pause begins and ends', async () => {
    const { ingest, uplink, wait, capture, numbers } = await openUplink();
    capture(10);
    uplink.setPause(true);
    capture(10);
    ingest.lose();
    capture(10);
    uplink.setPause(false);
    capture(10); // may hold what was said before the pause ended
    capture(10);
    await wait();
    expect(ingest.received).toEqual([...numbers(0, 10), ...Array.from({ length: 60 }, () => 0), ...numbers(40, 50)]);
    expect(ingest.texts).toEqual(['start', 'call.paused', 'start', 'call.resumed']);
  });

  it.each([
    ['SERVICE_BUSY', 'SERVICE_BUSY'],
    ['MESSAGE_INVALID', 'MESSAGE_INVALID'],
  ])('says why the call is refused: %s', async (code, reported) => {
    const { events } = await openUplink({ refusal: code });
    expect(events).toEqual([{ kind: 'refused', code: reported }]);
  });

  it('tries again later when Earshot is busy in the middle of a call, until the call is closed', async () => {
    const { ingest, events, wait } = await openUplink();
    ingest.refusal = 'SERVICE_BUSY';
    ingest.lose();
    await wait();
    await wait();
    expect(events).toEqual([{ kind: 'live' }, { kind: 'reconnecting' }]);
    ingest.refusal = 'CALL_ALREADY_ENDED';
    await wait();
    expect(events.at(-1)).toEqual({ kind: 'refused', code: 'CALL_ALREADY_ENDED' });
  });

  it('goes on in the middle of a call when the gateway is busy, and not when the person may send calls no longer', async () => {
    const { ingest, events, wait } = await openUplink();
    for (const code of ['RATE_LIMITED', 'STORE_UNAVAILABLE']) {
      ingest.accessRefusal = code;
      ingest.lose();
      await wait();
      expect(events.at(-1)).toEqual({ kind: 'reconnecting' });
      ingest.accessRefusal = undefined;
      await wait();
      expect(events.at(-1)).toEqual({ kind: 'live' });
    }
    ingest.accessRefusal = 'FORBIDDEN';
    ingest.lose();
    await wait();
    expect(events.at(-1)).toEqual({ kind: 'refused', code: 'FORBIDDEN' });
  });

  it('does not say that Earshot has all of a call whose end it could not send', async () => {
    const { ingest, uplink, events, wait, capture } = await openUplink();
    ingest.refusal = 'CALL_ALREADY_ENDED';
    ingest.lose();
    capture(100);
    uplink.end();
    await wait();
    expect(events.at(-1)).toEqual({ kind: 'refused', code: 'CALL_ALREADY_ENDED' });
  });

  it('takes the call for ended when the answer to its end was lost', async () => {
    const { ingest, uplink, events, wait } = await openUplink();
    uplink.end();
    ingest.lose();
    ingest.refusal = 'CALL_ALREADY_ENDED';
    await wait();
    expect(events.at(-1)).toEqual({ kind: 'ended' });
  });
});
