import type { EventQueue, QueuedEvent } from '@earshot/ports';
import { createHandler, placeOf, type AwsPlace } from './aws-place.js';

/** As long as SQS lets a request wait. */
const WAIT_SECONDS = 20;
const MAX_EVENTS = 10;
/** A request that waits for events is answered after 20 seconds at the latest. */
const ANSWER_WITHIN_MS = 30_000;
const MAX_SOCKETS = 16;

/** The events of a queue of Amazon SQS. */
export async function openEventQueue(queueUrl: string, place: AwsPlace): Promise<EventQueue> {
  const sdk = await import('@aws-sdk/client-sqs');
  const client = new sdk.SQSClient({
    ...placeOf({ endpoint: new URL(queueUrl).origin, ...place }),
    useQueueUrlAsEndpoint: false,
    requestHandler: await createHandler(MAX_SOCKETS, ANSWER_WITHIN_MS),
  });
  return {
    receiveEvents: async (hiddenMs, signal) => {
      const command = new sdk.ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: MAX_EVENTS,
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: Math.ceil(hiddenMs / 1_000),
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      });
      const { Messages = [] } = await client.send(command, { abortSignal: signal });
      return Messages.map(toQueuedEvent);
    },
    hideEvent: async ({ receipt }, hiddenMs) => {
      const VisibilityTimeout = Math.ceil(hiddenMs / 1_000);
      await client.send(
        new sdk.ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt, VisibilityTimeout }),
      );
    },
    deleteEvent: async ({ receipt }) => {
      await client.send(new sdk.DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }));
    },
    close: () => client.destroy(),
  };
}

function toQueuedEvent(message: import('@aws-sdk/client-sqs').Message): QueuedEvent {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} } = message;
  return {
    id: MessageId,
    receipt: ReceiptHandle,
    body: Body,
    sentAtMs: Number(Attributes.SentTimestamp ?? 0),
    receiveCount: Number(Attributes.ApproximateReceiveCount ?? 1),
  };
}
