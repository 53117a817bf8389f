import { callIdSchema } from '@earshot/contracts';
import { ManualClock } from '@earshot/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { CallStart } from '../src/call/call-start.js';
import { CallFeed } from '../src/sources/call-feed.js';
import type { SourceContext } from '../src/sources/media-source.js';
import { mediaSources } from '../src/sources/registry.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';

const callId = callIdSchema.parse('c1');
const start: CallStart = {
  callId,
  isNewId: false,
  source: 'files',
  isTimed: true,
  format: { codec: 'PCMU', sampleRateHz: 8_000, channelCount: 2 },
  tracks: [{ participantId: null }, { participantId: null }],
  participants: [],
};
/** 100 ms of two tracks. */
const audio = () => new Uint8Array(1_600).fill(7);

describe('a call without a WebSocket', () => {
  const opened: IngestUnderTest[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((ingest) => ingest.close()));
  });

  /** Ingest with one source that opens a port of its own, as its feeds see it. */
  const setUp = async (settings: Record<string, string> = {}) => {
    const clock = new ManualClock();
    const source: { context?: SourceContext; steps: string[] } = { steps: [] };
    const sources = {
      ...mediaSources,
      lca: {
        settings: {},
        isDefault: true,
        create: () => ({
          start: (context: SourceContext) => {
            source.context = context;
            return {
              open: async () => void source.steps.push('open'),
              tick: () => void source.steps.push('tick'),
              close: async () => void source.steps.push('close'),
            };
          },
        }),
      },
    };
    const [bus, registry] = [new CapturingBus(), new FakeRegistry()];
    const ingest = await IngestUnderTest.openIn({ bus, registry, sources }, settings, clock);
    opened.push(ingest);
    const { context } = source;
    if (context === undefined) throw new Error('the source was not started');
    const connect = (account: string) => {
      const heard: string[] = [];
      let markEnded = (_durationMs: number) => {};
      const ended = new Promise<number>((resolve) => (markEnded = resolve));
      const feed = new CallFeed(context.createOrigin({ account, tenant: 'north' }), context, {
        onStarted: (_, resumedAtMs) => heard.push(`started ${resumedAtMs ?? ''}`.trim()),
        onRefused: (code) => heard.push(`refused ${code}`),
        onEnded: (_, durationMs) => markEnded(durationMs),
        onEndRefused: (_, code) => heard.push(`end refused ${code}`),
        onPauseChanged: (isPaused) => heard.push(isPaused ? 'paused' : 'resumed'),
        pauseReading: () => heard.push('stop reading'),
        resumeReading: () => heard.push('go on reading'),
      });
      return { feed, heard, ended };
    };
    return { clock, ingest, context, steps: source.steps, connect };
  };

  it('belongs to its account: nobody else can continue it', async () => {
    const { ingest, connect } = await setUp();
    const owner = connect('pbx-1');
    owner.feed.startCall(start);
    owner.feed.receiveAudio(audio());
    expect(await ingest.bus.next('c1', 'call.started')).toMatchObject({
      data: { startedBy: 'source:lca:pbx-1', tenant: 'north' },
    });
    const stranger = connect('pbx-2');
    stranger.feed.startCall(start);
    expect(stranger.heard).toEqual(['refused CALL_ALREADY_ENDED']);
    owner.feed.endCall();
    await ingest.bus.next('c1', 'call.ended');
    const late = connect('pbx-1');
    late.feed.startCall(start);
    expect(late.heard).toEqual(['refused CALL_ALREADY_ENDED']);
    expect(late.feed.isRefused).toBe(true);
  });

  it('continues on another connection behind the time between, and its source hears where', async () => {
    const { clock, ingest, connect } = await setUp();
    const first = connect('pbx-1');
    first.feed.startCall(start);
    first.feed.receiveAudio(audio());
    await ingest.bus.next('c1', 'audio.frame');
    first.feed.loseCall();
    await clock.advance(4_000);
    const second = connect('pbx-1');
    second.feed.startCall(start);
    expect(second.heard).toEqual(['started 4100']);
    second.feed.endCall();
    expect(await second.ended).toBe(4_100);
  });

  it('hears of pauses by people at Earshot, not of its own, and of a pause when it comes back', async () => {
    const { ingest, connect } = await setUp();
    const first = connect('pbx-1');
    first.feed.startCall(start);
    first.feed.receiveAudio(audio());
    await ingest.bus.next('c1', 'audio.frame');
    expect(first.feed.setPause({ isPaused: true })).toEqual({ ok: true, value: undefined });
    expect(first.feed.setPause({ isPaused: false })).toEqual({ ok: true, value: undefined });
    ingest.server.setPause(callId, { isPaused: true });
    expect(first.heard).toEqual(['started', 'paused']);
    first.feed.loseCall();
    const second = connect('pbx-1');
    second.feed.startCall(start);
    expect(second.heard).toEqual(expect.arrayContaining(['paused']));
    ingest.server.setPause(callId, { isPaused: false });
    expect(second.heard.at(-1)).toBe('resumed');
  });

  it('says on the call that the clock of its source is wrong, and is as long as it can be', async () => {
    const { ingest, connect } = await setUp({ EARSHOT_CALL_PACE: '1.5' });
    const { feed, heard } = connect('pbx-1');
    feed.startCall(start);
    feed.receiveAudio(audio());
    feed.declareGap({ samples: 8_000 * 3_600, reason: 'FRAMES_LOST' });
    expect(await ingest.bus.next('c1', 'processing.failed')).toMatchObject({ data: { code: 'SOURCE_CLOCK_WRONG' } });
    expect(heard).toContain('stop reading');
    feed.endCall();
    const ended = await ingest.bus.next('c1', 'call.ended');
    expect(ended.data.durationMs).toBeLessThanOrEqual(30_100);
  });

  it('changes nothing without a call', async () => {
    const { connect } = await setUp();
    const { feed, heard } = connect('pbx-1');
    feed.receiveAudio(audio());
    feed.declareGap({ samples: 160, reason: 'FRAMES_LOST' });
    feed.endCall();
    feed.loseCall();
    const refused = { ok: false, error: 'CHANGE_WITHOUT_CALL' };
    expect([
      feed.setPause({ isPaused: true }),
      feed.changeRoster({ kind: 'leave', participantId: 'p' as never }),
    ]).toEqual([refused, refused]);
    expect(heard).toEqual([]);
  });

  it('comes by a source that is opened once, ticks, is closed, and takes only the addresses that may send with it', async () => {
    const { clock, context, steps, ingest } = await setUp({ EARSHOT_INGEST_ALLOWED_ADDRESSES: 'lca=10.0.0.0/8' });
    expect([context.allowsAddress('10.1.2.3'), context.allowsAddress('192.0.2.1')]).toEqual([true, false]);
    await clock.advance(1_000);
    await ingest.server.drain();
    expect(steps.filter((step) => step !== 'tick')).toEqual(['open', 'close']);
    expect(steps).toContain('tick');
  });

  it('cannot come by a source whose settings are missing: the log names them', async () => {
    const { ingest } = await setUp({ EARSHOT_SOURCES: 'lca,audiosocket' });
    expect(ingest.logger.lines).toContainEqual({
      level: 'warn',
      fields: { source: 'audiosocket', settings: ['EARSHOT_AUDIOSOCKET_PORT'] },
      message: expect.stringContaining('EARSHOT_SOURCES names a source that stays off'),
    });
  });

  it('cannot come by a source that is switched off', async () => {
    await expect(setUp({ EARSHOT_SOURCES: 'earshot' })).rejects.toThrow('the source was not started');
  });
});
