import {
  DescribeStreamConsumerCommand,
  RegisterStreamConsumerCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { Clock, Logger } from '@earshot/ports';
import { isGone, kinesisErrorCode } from '../kinesis-api.js';
import { GrowingPause, pause } from '../backoff.js';

export interface FanOutConsumerOptions {
  readonly client: KinesisClient;
  readonly streamArn: string;
  /** Of the group: its members share one, each for the shards it owns. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

const STATUS_EVERY_MS = 500;

/** The registration of a group with Kinesis. It stays when nobody runs: each of a stream's few places is billed while taken. */
export class FanOutConsumer {
  private arn: Promise<string> | undefined;

  constructor(private readonly options: FanOutConsumerOptions) {}

  /** Registers when first asked; resolves when Kinesis is ready to push. Empty when aborted before. */
  ready(): Promise<string> {
    return (this.arn ??= this.register());
  }

  /** It is not known to Kinesis any more: the next one who asks registers it again. */
  forget(): void {
    this.arn = undefined;
  }

  private async register(): Promise<string> {
    const { clock, logger, random, signal, name } = this.options;
    const pauses = new GrowingPause(clock, random, signal);
    while (!signal.aborted) {
      try {
        const arn = await this.whenActive();
        if (arn !== undefined) return arn;
        await pause(clock, STATUS_EVERY_MS, signal);
      } catch (error) {
        logger.warn({ code: kinesisErrorCode(error), consumer: name }, 'a fan-out consumer cannot be registered now');
        await pauses.wait();
      }
    }
    return '';
  }

  private async whenActive(): Promise<string | undefined> {
    const { client, streamArn, name } = this.options;
    const where = { StreamARN: streamArn, ConsumerName: name };
    try {
      const { ConsumerDescription } = await client.send(new DescribeStreamConsumerCommand(where));
      return ConsumerDescription?.ConsumerStatus === 'ACTIVE' ? ConsumerDescription.ConsumerARN : undefined;
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    try {
      await client.send(new RegisterStreamConsumerCommand(where));
    } catch (error) {
      // Another member was faster.
      if (kinesisErrorCode(error) !== 'ResourceInUseException') throw error;
    }
    return undefined;
  }
}
