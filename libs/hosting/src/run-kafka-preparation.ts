import { kafkaConfigSchema, kafkaSettings, prepareKafka } from '@earshot/event-bus';
import { createLogger, loadConfig, systemClock } from '@earshot/runtime';
import { processConfigSchema } from './hosting.config.js';
import { runUntilStopped } from './run-until-stopped.js';

const preparationConfigSchema = kafkaConfigSchema.extend(
  processConfigSchema.pick({ EARSHOT_LOG_LEVEL: true, EARSHOT_LOG_FORMAT: true }).shape,
);

/** Creates the topics as the operator of the brokers, gives the user of each service what it needs, and ends. */
export const runKafkaPreparation = (env: NodeJS.ProcessEnv): Promise<void> =>
  runUntilStopped('the preparation of Kafka', async (signal) => {
    const config = loadConfig(preparationConfigSchema, env);
    const logger = createLogger({ level: config.EARSHOT_LOG_LEVEL, format: config.EARSHOT_LOG_FORMAT });
    await prepareKafka({ settings: kafkaSettings(config), clock: systemClock, logger, signal });
  });
