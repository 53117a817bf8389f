import { createServer, type Server, type Socket } from 'node:net';
import { listenFailure } from '@earshot/runtime';
import { addressesOf } from '../../limits/source-addresses.js';
import type { MediaSource, RunningSource, SourceContext } from '../media-source.js';
import { AudioSocketConnection } from './audiosocket-connection.js';
import type { AudioSocketSettings } from './audiosocket-settings.js';

/** Connections for each call: room for those that come back before their old one is known to be dead. */
const CONNECTIONS_PER_CALL = 2;
const KEEP_ALIVE_MS = 30_000;

/** Calls of Asterisk over AudioSocket: one TCP connection and one track each. Null: no port is set. */
export function createAudioSocketSource(settings: AudioSocketSettings): MediaSource | null {
  if (settings.EARSHOT_AUDIOSOCKET_PORT === 0) return null;
  return { start: (context) => new AudioSocketServer(settings, context) };
}

/** The protocol proves nobody, so only addresses can. */
export const findOpenAudioSocketDoor = ({
  EARSHOT_INGEST_ALLOWED_ADDRESSES,
}: AudioSocketSettings): readonly [string, string] | null =>
  addressesOf(EARSHOT_INGEST_ALLOWED_ADDRESSES, 'audiosocket').length > 0
    ? null
    : [
        'EARSHOT_INGEST_ALLOWED_ADDRESSES',
        'AudioSocket has no keys, so name the addresses of Asterisk: audiosocket=NETWORK',
      ];

class AudioSocketServer implements RunningSource {
  private readonly connections = new Set<AudioSocketConnection>();
  private readonly server: Server;

  constructor(
    private readonly settings: AudioSocketSettings,
    private readonly context: SourceContext,
  ) {
    this.server = createServer({ keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, (socket) =>
      this.accept(socket),
    );
    this.server.maxConnections = settings.EARSHOT_MAX_CALLS * CONNECTIONS_PER_CALL;
  }

  open(): Promise<void> {
    const { EARSHOT_HOST: host, EARSHOT_AUDIOSOCKET_PORT: port } = this.settings;
    return new Promise((resolve, reject) => {
      // After the start: a connection could not be accepted, for example because the process has no file left. The port goes on.
      this.server.on('error', (error) =>
        reject(listenFailure(error, { host, port, portVariable: 'EARSHOT_AUDIOSOCKET_PORT' })),
      );
      this.server.listen(port, host, resolve);
    });
  }

  tick(): void {
    for (const connection of this.connections) connection.tick();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const connection of this.connections) connection.terminate();
    await closed;
  }

  private accept(socket: Socket): void {
    const address = socket.remoteAddress ?? '';
    if (!this.context.allowsAddress(address)) {
      this.context.telemetry.metrics.refused.add(1, { code: 'ADDRESS_NOT_ALLOWED' });
      socket.destroy();
      return;
    }
    const connection = new AudioSocketConnection(socket, this.context.createOrigin({ account: address }), this.context);
    this.connections.add(connection);
    socket.once('close', () => this.connections.delete(connection));
  }
}
