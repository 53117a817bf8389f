import { pause, type Clock, type Logger } from '@earshot/ports';
import { Backoff } from '../backoff.js';
import type { KinesisApi } from '../kinesis-api.js';
import { isGone, kinesisErrorCode } from '../kinesis-errors.js';

export interface FanOutConsumerOptions {
  readonly api: KinesisApi;
  readonly streamArn: string;
  /** The name of the group. Its members share one consumer, and each subscribes to the shards it owns. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

const CHECK_STATUS_EVERY_MS = 500;

/**
 * The registration of a group as an enhanced fan-out consumer. It remains when no process runs. A stream allows only a few
 * consumers, and AWS bills each one while it is registered.
 */
export class FanOutConsumer {
  private arn: Promise<string> | undefined;

  constructor(private readonly options: FanOutConsumerOptions) {}

  /** Registers at the first call. Resolves with the ARN when Kinesis is ready to push, or with '' when aborted first. */
  ensureRegistered(): Promise<string> {
    return (this.arn ??= this.register());
  }

  /** Forgets a consumer that somebody removed. The next call of `ensureRegistered` registers it again. */
  forget(): void {
    this.arn = undefined;
  }

  private async register(): Promise<string> {
    const { clock, logger, random, signal, name } = this.options;
    const backoff = new Backoff(clock, random, signal);
    while (!signal.aborted) {
      try {
        const arn = await this.registerOrFindActive();
        if (arn !== undefined) return arn;
        await pause(clock, CHECK_STATUS_EVERY_MS, signal);
      } catch (error) {
        logger.warn(
          { code: kinesisErrorCode(error), consumer: name },
          'Earshot cannot register a fan-out consumer now and tries again',
        );
        await backoff.pauseAfterFailure();
      }
    }
    return '';
  }

  /** Undefined while the registration is not active yet. */
  private async registerOrFindActive(): Promise<string | undefined> {
    const { api, streamArn, name } = this.options;
    const where = { StreamARN: streamArn, ConsumerName: name };
    try {
      const { ConsumerDescription: consumer } = await api.describeConsumer(where);
      return consumer?.ConsumerStatus === 'ACTIVE' ? consumer.ConsumerARN : undefined;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    try {
      await api.registerConsumer(where);
    } catch (error) {
      // Another member registered it first.
      if (kinesisErrorCode(error) !== 'ResourceInUseException') throw error;
    }
    return undefined;
  }
}
