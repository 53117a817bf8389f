import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { openServerTls, type TlsFileSettings } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import { listenFailure } from '@earshot/runtime';
import { addressesOf, type SourceAddress } from '../../limits/source-addresses.js';
import type { MediaSource, RunningSource, SourceContext } from '../media-source.js';
import { RtpMedia } from '../rtp/rtp-media.js';
import { RtpPorts } from '../rtp/rtp-ports.js';
import { SipServer } from './dialog/sip-server.js';
import { SiprecRecording, type RecordingTools } from './recording/siprec-recording.js';
import { findSiprecHost, type SiprecSettings } from './siprec-settings.js';
import type { SipPort, SipPortEvents } from './transport/sip-path.js';
import { openStreamPort } from './transport/stream-port.js';
import { openUdpPort } from './transport/udp-port.js';

/** The settings of the source, and those of ingest that count for it. */
export type SiprecSourceSettings = SiprecSettings &
  TlsFileSettings & {
    readonly EARSHOT_HOST: string;
    readonly EARSHOT_INGEST_ALLOWED_ADDRESSES: readonly SourceAddress[];
  };

/** All recording clients are one phone system: a second client may continue the call of the first. */
const ACCOUNT = 'trunk';

/** Calls that session border controllers fork by SIPREC (RFC 7866). Null: no port is set. */
export function createSiprecSource(settings: SiprecSourceSettings): MediaSource | null {
  const { EARSHOT_SIPREC_UDP_PORT, EARSHOT_SIPREC_TCP_PORT, EARSHOT_SIPREC_TLS_PORT } = settings;
  const ports = [EARSHOT_SIPREC_UDP_PORT, EARSHOT_SIPREC_TCP_PORT, EARSHOT_SIPREC_TLS_PORT];
  if (ports.every((port) => port === undefined)) return null;
  return { start: (context) => new SiprecServer(settings, context) };
}

/** A setting without which everybody who reaches the port could send calls. */
export function findSiprecDoor(settings: SiprecSourceSettings): readonly [setting: string, problem: string] | null {
  const hasList = addressesOf(settings.EARSHOT_INGEST_ALLOWED_ADDRESSES, 'siprec').length > 0;
  const isTlsAlone = settings.EARSHOT_SIPREC_UDP_PORT === undefined && settings.EARSHOT_SIPREC_TCP_PORT === undefined;
  if (hasList || (isTlsAlone && settings.EARSHOT_TLS_CLIENT_CA_FILE !== undefined)) return null;
  const problem =
    'SIPREC would take calls from everybody who reaches its ports; list the addresses of the recording clients, as in siprec=192.0.2.0/24';
  return ['EARSHOT_INGEST_ALLOWED_ADDRESSES', problem];
}

/** The ports of the source, and the server behind them. */
class SiprecServer implements RunningSource {
  private readonly host: string;
  private readonly sip: SipServer;
  private readonly ports: SipPort[] = [];

  constructor(
    private readonly settings: SiprecSourceSettings,
    private readonly context: SourceContext,
  ) {
    this.host = findSiprecHost(settings);
    const { clock, newId, telemetry } = context;
    const { host } = this;
    const publicAddress = findPublicAddress(settings.EARSHOT_SIPREC_PUBLIC_ADDRESS, host);
    const rtpPorts = new RtpPorts({ host, ...settings.EARSHOT_SIPREC_RTP_PORTS });
    const options = {
      publicAddress,
      needsEncryption: settings.EARSHOT_SIPREC_REQUIRE_SRTP,
      rtpTimeoutMs: settings.EARSHOT_SIPREC_RTP_TIMEOUT_MS,
      agents: settings.EARSHOT_SIPREC_AGENTS,
    };
    const openMedia: RecordingTools['openMedia'] = ({ format }, onJoined, onProblem) =>
      new RtpMedia(
        {
          ports: rtpPorts,
          clock,
          format,
          trackCount: format.channelCount,
          needsEncryption: options.needsEncryption,
          allows: (address) => context.allowsAddress(address),
          newSsrc: () => randomInt(2 ** 32),
        },
        onJoined,
        onProblem,
      );
    this.sip = new SipServer(
      {
        publicAddress,
        isAllowed: (address) => context.allowsAddress(address),
        openRecording: (request) => {
          const identity = { account: ACCOUNT, tenant: settings.EARSHOT_SIPREC_TENANT };
          // Each client has its own limits, so that one that floods does not use up those of the others.
          const clientKey = `siprec ${request.path.peer.address}`;
          const origin = { ...context.createOrigin(identity), clientKey };
          return SiprecRecording.open(request, options, { context, origin, openMedia });
        },
      },
      clock,
      newId,
      telemetry,
    );
  }

  async open(): Promise<void> {
    const { EARSHOT_SIPREC_UDP_PORT: udpPort, EARSHOT_SIPREC_TCP_PORT: tcpPort } = this.settings;
    const { EARSHOT_SIPREC_TLS_PORT: tlsPort } = this.settings;
    const { host } = this;
    const { clock } = this.context;
    const events = this.portEvents();
    await this.openPort('EARSHOT_SIPREC_UDP_PORT', udpPort, (port) => openUdpPort(host, port, events));
    await this.openPort('EARSHOT_SIPREC_TCP_PORT', tcpPort, (port) => openStreamPort(host, port, events, clock));
    await this.openPort('EARSHOT_SIPREC_TLS_PORT', tlsPort, (port) => this.openTlsPort(host, port, events));
  }

  tick(): void {
    const nowMs = this.context.clock.nowMs();
    for (const port of this.ports) port.tick(nowMs);
    this.sip.tick(nowMs);
  }

  async close(): Promise<void> {
    await this.sip.close();
    await Promise.all(this.ports.map((port) => port.close()));
  }

  private async openPort(
    portVariable: string,
    port: number | undefined,
    open: (port: number) => Promise<SipPort>,
  ): Promise<void> {
    if (port === undefined) return;
    try {
      const opened = await open(port);
      this.ports.push(opened);
      this.context.telemetry.logger.info({ setting: portVariable, port: opened.port }, 'SIPREC listens');
    } catch (error) {
      await this.close();
      if (error instanceof Failure) throw error;
      throw listenFailure(error as NodeJS.ErrnoException, {
        host: this.host,
        port,
        portVariable,
      });
    }
  }

  private async openTlsPort(host: string, port: number, events: SipPortEvents): Promise<SipPort> {
    const { clock, telemetry } = this.context;
    const tls = await openServerTls(this.settings, { clock, logger: telemetry.logger });
    if (tls === null) {
      throw new Failure(
        'SETTING_INVALID',
        'EARSHOT_SIPREC_TLS_PORT needs EARSHOT_TLS_CERT_FILE and EARSHOT_TLS_KEY_FILE',
      );
    }
    const opened = await openStreamPort(host, port, events, clock, tls.options);
    tls.keepCurrent(opened.server);
    return opened;
  }

  private portEvents(): SipPortEvents {
    const { refused } = this.context.telemetry.metrics;
    return {
      receive: (bytes, path) => this.sip.receiveMessage(bytes, path),
      isAllowed: (address) => this.context.allowsAddress(address),
      countRefusal: (code) => refused.add(1, { code }),
    };
  }
}

/** Throws `Failure` `SETTING_INVALID`. */
function findPublicAddress(written: string | undefined, host: string): string {
  const isEveryAddress = ['0.0.0.0', '::'].includes(host);
  if (written !== undefined) return written;
  if (!isEveryAddress && isIP(host) !== 0) return host;
  throw new Failure(
    'SETTING_INVALID',
    `EARSHOT_SIPREC_PUBLIC_ADDRESS: not set, and SIPREC listens on ${host}; recording clients need the IP address at which they reach it`,
  );
}
