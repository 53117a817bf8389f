import { Circuit, Failure, type CircuitObserver } from '@earshot/ports';
import { ComprehendApi } from '../comprehend/comprehend-api.js';
import type { RequestFailure } from '../comprehend/comprehend-failure.js';
import type { PiiConfig } from '../pii.config.js';
import type { PiiContext, RunningPiiEngine } from '../running-pii-engine.js';
import { ComprehendPiiEngine } from './comprehend-pii.engine.js';

/** Rejects with `Failure` `PII_ENGINE_UNUSABLE` when no region is known. */
export async function createComprehendPiiEngine(config: PiiConfig, context: PiiContext): Promise<RunningPiiEngine> {
  const api = new ComprehendApi({ region: config.COMPREHEND_REGION, endpoint: config.COMPREHEND_ENDPOINT });
  if (!(await api.findRegion())) {
    const message = 'COMPREHEND_REGION: required with PII_ENGINE=comprehend unless AWS_REGION is set';
    throw new Failure('PII_ENGINE_UNUSABLE', message);
  }
  const circuit = new Circuit<RequestFailure>(context.clock, Math.random, createObserver(context));
  return {
    engine: new ComprehendPiiEngine(api, circuit, context.clock, {
      minScore: config.COMPREHEND_PII_MIN_SCORE,
      random: Math.random,
    }),
    requireHealthy: () => {
      if (!circuit.isOpen) return true;
      throw new Failure(
        'PII_SERVICE_FAILING',
        "Amazon Comprehend fails. Only Earshot's own rules hide private details now.",
      );
    },
    close: async () => api.close(),
  };
}

function createObserver({ logger, metrics }: PiiContext): CircuitObserver<RequestFailure> {
  const failing = metrics.gauge('earshot_pii_service_failing', '1 while Amazon Comprehend marks nothing, otherwise 0');
  failing.set(0);
  return {
    circuitOpened: ({ cause, errorName }) => {
      failing.set(1);
      logger.warn({ cause, errorName }, "Amazon Comprehend fails, only Earshot's own rules hide private details now");
    },
    circuitClosed: () => {
      failing.set(0);
      logger.info({}, 'Amazon Comprehend marks private details again');
    },
  };
}
