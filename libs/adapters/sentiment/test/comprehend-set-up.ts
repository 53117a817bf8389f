import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import {
  CapturingLogger,
  CapturingMetrics,
  ManualClock,
  startComprehend,
  type ComprehendServer,
} from '@earshot/testing';
import { createSentimentEngine, sentimentConfigSchema } from '../src/index.js';

/** Tells a test that the code under test waits for the clock, so that the test moves the clock only then. */
class ObservedClock extends ManualClock {
  private scheduledTasks = 0;
  private notify = () => {};

  override schedule(delayMs: number, task: () => void): () => void {
    this.scheduledTasks += 1;
    this.notify();
    return super.schedule(delayMs, task);
  }

  /** Resolves when something else has been scheduled after `act` began. */
  async untilScheduledAfter(act: () => Promise<void>): Promise<void> {
    const before = this.scheduledTasks;
    await act();
    while (this.scheduledTasks === before) await new Promise<void>((resolve) => (this.notify = resolve));
  }
}

/** The engine on a manual clock, with the real SDK against the server. */
async function setUp(server: ComprehendServer) {
  const clock = new ObservedClock();
  const logger = new CapturingLogger();
  const metrics = new CapturingMetrics();
  const config = sentimentConfigSchema.parse({
    SENTIMENT_ENGINE: 'comprehend',
    COMPREHEND_REGION: 'eu-central-1',
    COMPREHEND_ENDPOINT: server.endpoint,
  });
  const running = await createSentimentEngine(config, { clock, logger, metrics, timeoutMs: 250 });
  const score = (text: string, language = 'en-US', role: ParticipantRole = 'CUSTOMER') =>
    running.engine.score(text, { role, language });
  /** Scores a text and lets the wait for other texts pass. */
  const scoreNow = async (text: string, language = 'en-US') => {
    const scored = score(text, language);
    await clock.advance(50);
    return scored;
  };
  return { ...running, clock, logger, metrics, score, scoreNow };
}

/** One server for all tests of a file, and an engine for each test. */
export function comprehendPerTest() {
  let server: ComprehendServer;
  let running: Awaited<ReturnType<typeof setUp>>;
  const environmentBefore = { ...process.env };
  beforeAll(async () => {
    server = await startComprehend();
    Object.assign(process.env, server.environment);
  });
  beforeEach(async () => {
    running = await setUp(server);
  });
  afterEach(async () => {
    server.fault = undefined;
    server.forgetRequests();
    await running.close();
  });
  afterAll(async () => {
    await server.goAway();
    process.env = environmentBefore;
  });
  return {
    get server() {
      return server;
    },
    get running() {
      return running;
    },
  };
}
