import { exampleAwsCredentials, isSignedFor } from './aws-signature.js';
import { LoopbackServer } from './loopback-server.js';
import { readBody } from './read-body.js';

/** One `Publish` as the server got it, by the names of its parameters. */
export type SnsMessage = Readonly<Record<string, string>>;

/** `Publish` of Amazon SNS on the loopback. It checks the shape of signatures only. */
export interface SnsServer {
  readonly endpoint: string;
  /** Environment variables with credentials that are no secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly messages: SnsMessage[];
  /** The status of the next answers; 200 takes the message. */
  status: number;
  goAway(): Promise<void>;
}

/** Starts the server in this process on a free port. */
export async function startSns(): Promise<SnsServer> {
  const server = await LoopbackServer.open(async (incoming, response) => {
    const message = Object.fromEntries(new URLSearchParams(await readBody(incoming)));
    const isTaken = running.status === 200 && isSignedFor('sns', incoming.headers.authorization);
    if (isTaken) running.messages.push(message);
    response.writeHead(isTaken ? 200 : Math.max(400, running.status), { 'content-type': 'text/xml' });
    response.end(isTaken ? published(running.messages.length) : REFUSED);
  });
  const running: SnsServer = {
    endpoint: server.url,
    environment: exampleAwsCredentials,
    messages: [],
    status: 200,
    goAway: () => server.goAway(),
  };
  return running;
}

const published = (count: number): string =>
  `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>message-${count}</MessageId></PublishResult><ResponseMetadata><RequestId>request-${count}</RequestId></ResponseMetadata></PublishResponse>`;
const REFUSED =
  '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>refused</Message></Error><RequestId>request-0</RequestId></ErrorResponse>';
