import { constants } from 'node:crypto';
import type { ServerOptions } from 'node:https';
import type { Server } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { isDeepStrictEqual } from 'node:util';
import { Failure, type Clock, type Logger, type Metrics } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import { checkTlsPems, readTlsFiles, type TlsFileSettings, type TlsPems } from './read-tls-files.js';

/** TLS of a server whose certificate may be replaced while it runs. */
export interface ServerTls {
  /** For the creation of the server. */
  readonly options: ServerOptions;
  /**
   * Lets the server use new files for new connections within ten seconds; open connections stay. Files that cannot be used
   * are refused with one log line, and the old ones stay. Ends when the server closes.
   */
  keepCurrent(server: Server): void;
}

export interface ServerTlsTools {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent: another server of the process measures the same certificate. */
  readonly metrics?: Metrics;
}

/** Files are compared by their contents: a mounted secret changes by a link, which does not change the time of a file. */
const READ_EVERY_MS = 10_000;
/** A client that does not finish its handshake in this time holds a connection for nothing, and could hold up a stop. */
const HANDSHAKE_WITHIN_MS = 10_000;

/** Reads the certificate of a server. Null if the settings name none. Rejects with `Failure` `TLS_FILES_UNUSABLE`. */
export async function openServerTls(settings: TlsFileSettings, tools: ServerTlsTools): Promise<ServerTls | null> {
  const pems = await readTlsFiles(settings);
  if (pems === null) return null;
  measureExpiry(tools.metrics, checkTlsPems(pems, tools.clock.nowMs()));
  return {
    options: { ...secureOptions(pems), handshakeTimeout: HANDSHAKE_WITHIN_MS },
    keepCurrent: (server) => {
      // A server that was created with the options above speaks TLS, which the types of Nest and Fastify do not say.
      const tlsServer = server as unknown as TlsServer;
      const files = new WatchedTlsFiles(settings, pems, (changed) => tlsServer.setSecureContext(changed), tools);
      const task = new PeriodicTask(
        tools.clock,
        READ_EVERY_MS,
        () => files.readAgain(),
        reportUnexpected(tools.logger),
      );
      task.start();
      server.once('close', () => void task.stop());
    },
  };
}

/** TLS 1.2 or newer. A client may not renegotiate: that costs the server far more work than the client. */
const secureOptions = ({ cert, key, clientCa }: TlsPems): ServerOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  ...(clientCa !== undefined && { ca: clientCa, requestCert: true, rejectUnauthorized: true }),
});

/** The files of a running server: those in use, and why newer ones are not. */
class WatchedTlsFiles {
  private problem: string | null = null;

  constructor(
    private readonly settings: TlsFileSettings,
    private inUse: TlsPems,
    private readonly useFiles: (options: ServerOptions) => void,
    private readonly tools: ServerTlsTools,
  ) {}

  /** Uses the files if they changed and are usable. Reports a problem once, however often it is met. */
  async readAgain(): Promise<void> {
    const { clock, logger, metrics } = this.tools;
    try {
      const pems = await readTlsFiles(this.settings);
      if (pems !== null && !isDeepStrictEqual(pems, this.inUse)) {
        const validUntil = checkTlsPems(pems, clock.nowMs());
        this.useFiles(secureOptions(pems));
        this.inUse = pems;
        measureExpiry(metrics, validUntil);
        logger.info({ validUntil: validUntil.toISOString() }, 'new connections get the new TLS certificate');
      }
      this.problem = null;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.message === this.problem) return;
      this.problem = error.message;
      logger.error(
        { code: error.code, reason: error.message },
        'the changed TLS files are not used; the old certificate stays',
      );
    }
  }
}

/** So that an alert can warn in time. */
const measureExpiry = (metrics: Metrics | undefined, validUntil: Date): void =>
  metrics
    ?.gauge(
      'earshot_tls_certificate_expiry_seconds',
      'When the certificate in use expires, in seconds since the Unix epoch',
    )
    .set(validUntil.getTime() / 1_000);

const reportUnexpected =
  (logger: Logger) =>
  (error: unknown): void =>
    logger.error({ err: error }, 'the TLS files could not be checked for changes');
