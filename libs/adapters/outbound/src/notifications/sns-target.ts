import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Clock, Notification } from '@earshot/ports';
import { clientSettings, sendWithin, type AwsPlace } from '../aws/send-within.js';
import type { Target } from './target.js';
import { titleOf, toPayload } from './to-payload.js';

export interface SnsOptions {
  readonly topicArn: string;
  readonly callDataStream: string;
  readonly limitMs: number;
}

/** Publishes on a topic of Amazon SNS in the form of LCA. */
export class SnsTarget implements Target {
  private readonly client: SNSClient;

  constructor(
    place: AwsPlace,
    private readonly clock: Clock,
    private readonly options: SnsOptions,
  ) {
    this.client = new SNSClient(clientSettings(place));
  }

  async deliver(notification: Notification): Promise<void> {
    const { topicArn, callDataStream, limitMs } = this.options;
    const { id, kind, callId, category } = notification;
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: titleOf(notification),
      MessageStructure: 'json',
      Message: JSON.stringify({ default: JSON.stringify(toPayload(notification, callDataStream)) }),
      // For the filters of subscribers.
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: kind },
        ...(category !== null && { category_name: { DataType: 'String', StringValue: category } }),
      },
      ...(topicArn.endsWith('.fifo') && { MessageGroupId: groupOf(callId), MessageDeduplicationId: id }),
    });
    await sendWithin(this.clock, limitMs, (abortSignal) => this.client.send(command, { abortSignal }));
  }

  close(): void {
    this.client.destroy();
  }
}

/** A group takes 128 characters that are letters, digits or punctuation. */
const groupOf = (callId: string): string => encodeURIComponent(callId).slice(0, 128);
