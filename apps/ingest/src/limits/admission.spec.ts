import { describe, expect, it } from '@jest/globals';
import type { BacklogReader, EventBus } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { Admission } from './admission.js';
import { createIngestMetrics } from '../ingest.metrics.js';

function setUp(options: { maxBacklogMessages?: number; canReport?: boolean } = {}) {
  const clock = new ManualClock();
  const logger = new CapturingLogger();
  const metrics = new CapturingMetrics();
  const budget = { heldBytes: 0, registryLatencyMs: 0 };
  const backlog: Record<string, number> = { transcription: 0, persistence: 0 };
  let answer: () => Promise<number> | null = () => null;
  let questions = 0;
  const reader: BacklogReader = {
    backlogMessages: (topic, group) => {
      questions++;
      if (topic !== 'calls.audio') throw new Error('asked for another topic than audio');
      return answer() ?? Promise.resolve(backlog[group] ?? 0);
    },
  };
  const admission = new Admission(
    { maxHeldBytes: 1_000, maxBacklogMessages: options.maxBacklogMessages ?? 100, maxRegistryLatencyMs: 10_000 },
    budget,
    (options.canReport === false ? {} : reader) as unknown as EventBus,
    clock,
    { logger, metrics: createIngestMetrics(metrics) },
  );
  admission.start();
  return {
    admission,
    clock,
    logger,
    budget,
    backlog,
    answerWith: (next: () => Promise<number>) => (answer = next),
    questions: () => questions,
  };
}

describe('Admission', () => {
  it('accepts new calls while nothing waits', async () => {
    const { admission, clock } = setUp();
    await clock.advance(10_000);
    expect(admission.refusal).toBeNull();
  });

  it('refuses with a code of its own while the database answers too slowly', () => {
    const { admission, budget } = setUp();
    const codes = [10_000, 10_001, 5_001, 5_000].map((latencyMs) => {
      budget.registryLatencyMs = latencyMs;
      return admission.refusalCode;
    });
    expect(codes).toEqual([null, 'DATABASE_SLOW', 'DATABASE_SLOW', null]);
  });

  it('refuses at once when too much audio waits in this process, until half of the limit waits', () => {
    const { admission, budget, logger } = setUp();
    const refusals = [1_000, 1_001, 600, 501, 500, 900].map((bytes) => {
      budget.heldBytes = bytes;
      return admission.refusal;
    });
    expect(refusals).toEqual([null, 'BUFFER', 'BUFFER', 'BUFFER', null, null]);
    expect(logger.lines.map(({ message }) => message)).toEqual([
      'ingest refuses new calls',
      'ingest accepts new calls again',
    ]);
  });

  it.each(['transcription', 'persistence'])(
    'refuses when the backlog of %s is too large, until it is half of the limit',
    async (group) => {
      const { admission, clock, backlog, logger } = setUp();
      const refusals = [];
      for (const messages of [100, 101, 60, 51, 50, 90]) {
        backlog[group] = messages;
        await clock.advance(2_000);
        refusals.push(admission.refusal);
      }
      expect(refusals).toEqual([null, 'BACKLOG', 'BACKLOG', 'BACKLOG', null, null]);
      expect(logger.lines.map(({ message }) => message)).toEqual([
        'ingest refuses new calls',
        'ingest accepts new calls again',
      ]);
    },
  );

  it('changes nothing while the bus cannot report the backlog, and asks once at a time', async () => {
    const { admission, clock, backlog, answerWith, questions } = setUp();
    backlog.transcription = 1_000;
    await clock.advance(2_000);
    expect(admission.refusal).toBe('BACKLOG');
    answerWith(() => Promise.reject(new Error('down')));
    await clock.advance(4_000);
    expect(admission.refusal).toBe('BACKLOG');
    answerWith(() => new Promise(() => {}));
    await clock.advance(2_000);
    const before = questions();
    await clock.advance(8_000);
    expect(questions()).toBe(before);
    await clock.advance(4_000);
    expect(questions()).toBe(before + 2);
    backlog.transcription = 0;
    answerWith(() => Promise.resolve(0));
    await clock.advance(14_000);
    expect(admission.refusal).toBeNull();
  });

  it('does not ask without a limit, or a bus that reports no backlog', async () => {
    const off = setUp({ maxBacklogMessages: 0 });
    off.backlog.transcription = 1_000_000;
    await off.clock.advance(10_000);
    expect([off.admission.refusal, off.questions()]).toEqual([null, 0]);
    const silent = setUp({ canReport: false });
    await silent.clock.advance(10_000);
    expect(silent.admission.refusal).toBeNull();
  });

  it('asks the bus no more after it was stopped', async () => {
    const { admission, clock, questions } = setUp();
    admission.stop();
    await clock.advance(10_000);
    expect(questions()).toBe(0);
  });
});
