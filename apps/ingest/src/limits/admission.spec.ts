import { describe, expect, it } from '@jest/globals';
import type { BacklogReader, EventBus } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import { Admission } from './admission.js';
import { createIngestMetrics } from '../ingest.metrics.js';

function setUp(options: { maxBacklogMessages?: number; canSay?: boolean } = {}) {
  const clock = new ManualClock();
  const logger = new CapturingLogger();
  const metrics = new CapturingMetrics();
  const budget = { heldBytes: 0 };
  const behind: Record<string, number> = { transcription: 0, persistence: 0 };
  let answer: () => Promise<number> | null = () => null;
  let questions = 0;
  const reader: BacklogReader = {
    backlogMessages: (topic, group) => {
      questions++;
      if (topic !== 'calls.audio') throw new Error('only audio is asked for');
      return answer() ?? Promise.resolve(behind[group] ?? 0);
    },
  };
  const admission = new Admission({
    bus: (options.canSay === false ? {} : reader) as unknown as EventBus,
    budget,
    clock,
    logger,
    metrics: createIngestMetrics(metrics),
    maxHeldBytes: 1_000,
    maxBacklogMessages: options.maxBacklogMessages ?? 100,
  });
  admission.start();
  return {
    admission,
    clock,
    logger,
    budget,
    behind,
    answerWith: (next: () => Promise<number>) => (answer = next),
    questions: () => questions,
  };
}

describe('Admission', () => {
  it('takes new calls while nothing waits', async () => {
    const { admission, clock } = setUp();
    await clock.advance(10_000);
    expect(admission.refusal).toBeNull();
  });

  it('refuses at once while too much waits in this process, until half of it is gone', () => {
    const { admission, budget, logger } = setUp();
    const refusals = [1_000, 1_001, 600, 501, 500, 900].map((bytes) => {
      budget.heldBytes = bytes;
      return admission.refusal;
    });
    expect(refusals).toEqual([null, 'BUFFER', 'BUFFER', 'BUFFER', null, null]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['new calls are refused', 'new calls are taken again']);
  });

  it.each(['transcription', 'persistence'])('refuses while %s is behind, until it is half as far', async (group) => {
    const { admission, clock, behind, logger } = setUp();
    const refusals = [];
    for (const messages of [100, 101, 60, 51, 50, 90]) {
      behind[group] = messages;
      await clock.advance(2_000);
      refusals.push(admission.refusal);
    }
    expect(refusals).toEqual([null, 'BACKLOG', 'BACKLOG', 'BACKLOG', null, null]);
    expect(logger.lines.map(({ message }) => message)).toEqual(['new calls are refused', 'new calls are taken again']);
  });

  it('leaves things as they are while the bus cannot say, and asks one question at a time', async () => {
    const { admission, clock, behind, answerWith, questions } = setUp();
    behind.transcription = 1_000;
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
    behind.transcription = 0;
    answerWith(() => Promise.resolve(0));
    await clock.advance(14_000);
    expect(admission.refusal).toBeNull();
  });

  it('does not ask when told so, or a bus that cannot say', async () => {
    const off = setUp({ maxBacklogMessages: 0 });
    off.behind.transcription = 1_000_000;
    await off.clock.advance(10_000);
    expect([off.admission.refusal, off.questions()]).toEqual([null, 0]);
    const mute = setUp({ canSay: false });
    await mute.clock.advance(10_000);
    expect(mute.admission.refusal).toBeNull();
  });

  it('stops', async () => {
    const { admission, clock, questions } = setUp();
    admission.stop();
    await clock.advance(10_000);
    expect(questions()).toBe(0);
  });
});
