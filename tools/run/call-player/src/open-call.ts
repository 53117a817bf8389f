import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { openServerConnection, type ServerConnection, type ServerReply } from './server-connection.js';

export interface CallOpening {
  /** The first message is sent now. */
  onStart(): void;
  /** Each reply, in the words of the Earshot protocol. */
  onReply(reply: ServerReply): void;
}

/**
 * Opens a socket and sends the first messages of the protocol. Null: the server has to answer before the audio, and did not
 * take the call. Rejects as `openServerConnection` does.
 */
export async function openCall(
  protocol: PlayProtocol,
  url: string,
  { connectWithinMs, key }: Pick<PlayOptions, 'connectWithinMs' | 'key'>,
  { onStart, onReply }: CallOpening,
): Promise<ServerConnection | null> {
  let takeAnswer: (reply: ServerReply) => void = () => {};
  const answer = new Promise<ServerReply>((resolve) => (takeAnswer = resolve));
  const receive = (reply: ServerReply) => {
    const read = protocol.readReply?.(reply) ?? reply;
    onReply(read);
    takeAnswer(read);
  };
  const headers = protocol.headersFor?.(url);
  const connection = await (protocol.connect?.(url) ??
    openServerConnection(url, receive, { connectWithinMs, key, headers }));
  onStart();
  for (const message of protocol.startMessages()) connection.sendText(message);
  if (protocol.needsAnswer !== true) return connection;
  const first = await Promise.race([answer, connection.gone.then(() => null)]);
  if (first?.type === 'started') return connection;
  connection.close();
  return null;
}
