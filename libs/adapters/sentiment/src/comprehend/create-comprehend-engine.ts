import { Circuit, Failure, type CircuitObserver } from '@earshot/ports';
import type { RunningSentimentEngine, SentimentContext } from '../running-sentiment-engine.js';
import { LexiconSentimentEngine } from '../lexicon/lexicon.sentiment-engine.js';
import type { SentimentConfig } from '../sentiment.config.js';
import { BatchQueue } from './batch-queue.js';
import { BatchSender } from './batch-sender.js';
import { ComprehendApi } from './comprehend-api.js';
import type { RequestFailure } from './comprehend-failure.js';
import { ComprehendSentimentEngine } from './comprehend.sentiment-engine.js';

/** The rest of the time is for the fallback: with the default of 250 ms, Comprehend has 200 ms. */
const SHARE_OF_COMPREHEND = 0.8;
/** The rest of that time is for the request. */
const SHARE_OF_BATCH_WAIT = 0.5;

/** Rejects with `Failure` `SENTIMENT_ENGINE_UNUSABLE` when no region is known. */
export async function createComprehendEngine(
  config: SentimentConfig,
  context: SentimentContext,
): Promise<RunningSentimentEngine> {
  const { clock } = context;
  const answerWithinMs = Math.floor(context.timeoutMs * SHARE_OF_COMPREHEND);
  const batchWaitMs = Math.min(config.COMPREHEND_BATCH_WAIT_MS, Math.floor(answerWithinMs * SHARE_OF_BATCH_WAIT));
  const api = new ComprehendApi({ region: config.COMPREHEND_REGION, endpoint: config.COMPREHEND_ENDPOINT });
  if (!(await api.findRegion())) {
    const message = 'COMPREHEND_REGION: required with SENTIMENT_ENGINE=comprehend unless AWS_REGION is set';
    throw new Failure('SENTIMENT_ENGINE_UNUSABLE', message);
  }
  const circuit = new Circuit<RequestFailure>(clock, Math.random, createObserver(context));
  const sender = new BatchSender(api, circuit, clock, {
    thresholds: { positive: config.COMPREHEND_POSITIVE_THRESHOLD, negative: config.COMPREHEND_NEGATIVE_THRESHOLD },
    random: Math.random,
  });
  const queue = new BatchQueue(clock, batchWaitMs, (batch) => sender.sendBatch(batch));
  return {
    engine: new ComprehendSentimentEngine(queue, circuit, clock, {
      answerWithinMs,
      fallback: new LexiconSentimentEngine(),
      fallbackCounter: context.metrics.counter(
        'earshot_sentiment_fallbacks_total',
        'Finals that the lexicon scored, or that have no score, because Comprehend did not score them',
        ['cause'],
      ),
    }),
    requireHealthy: () => {
      if (!circuit.isOpen) return true;
      throw new Failure(
        'SENTIMENT_SERVICE_FAILING',
        'Amazon Comprehend fails. The lexicon scores English finals; finals in other languages have no sentiment.',
      );
    },
    close: async () => {
      await queue.close();
      api.close();
    },
  };
}

function createObserver({ logger, metrics }: SentimentContext): CircuitObserver<RequestFailure> {
  const failing = metrics.gauge('earshot_sentiment_service_failing', '1 while Amazon Comprehend fails, otherwise 0');
  failing.set(0);
  return {
    circuitOpened: ({ cause, errorName }) => {
      failing.set(1);
      logger.warn({ cause, errorName }, 'Amazon Comprehend fails, the lexicon scores until it works again');
    },
    circuitClosed: () => {
      failing.set(0);
      logger.info({}, 'Amazon Comprehend works again');
    },
  };
}
