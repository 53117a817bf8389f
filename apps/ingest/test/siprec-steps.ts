import { createSocket, type Socket } from 'node:dgram';
import { RtpSender, type RtpSenderOptions } from '@earshot/media/rtp';
import type { Clock } from '@earshot/ports';
import { ManualClock } from '@earshot/testing';
import {
  readAnsweredStreams,
  RecordingClient,
  writeMetadata,
  writeOffer,
  type RecordedPerson,
} from '@earshot/media/siprec';
import { connectRecordingClient, type SipSocketOptions } from '@earshot/testing/siprec';
import { bytes } from './ingest-steps.js';
import { IngestUnderTest } from './ingest-under-test.js';

/** One packet of 20 ms at 8 kHz. */
export const PACKET_SAMPLES = 160;
export const SESSION = 'hVpd7YQgRW2nD22h7q60JQ==';
/** SESSION as a call id. */
export const CALL = '855a5ded-8420-456d-a70f-6da1eeaeb425';
export const ALICE: RecordedPerson = { id: 'alice', address: 'sip:+4930123@example.com', name: 'Alice', label: '1' };
export const BOB: RecordedPerson = { id: 'bob', address: 'sip:1001@example.com', name: 'Bob', label: '2' };
export const METADATA = writeMetadata(SESSION, [ALICE, BOB]);
export const TWO_STREAMS = writeOffer([{ label: '1' }, { label: '2' }]);
/** Below the ports that the system gives out itself, and apart for each worker. */
const FIRST_RTP_PORT = 25_000 + 100 * Number(process.env.JEST_WORKER_ID ?? 1);

export const siprecSettings = {
  EARSHOT_SIPREC_HOST: '127.0.0.1',
  EARSHOT_SIPREC_UDP_PORT: '0',
  EARSHOT_SIPREC_TCP_PORT: '0',
  EARSHOT_SIPREC_RTP_PORTS: `${FIRST_RTP_PORT}-${FIRST_RTP_PORT + 99}`,
};

/** The port that SIPREC got, as the log says. */
export function portOfSiprec({ logger }: IngestUnderTest, transport: SipSocketOptions['transport']): number {
  const setting = `EARSHOT_SIPREC_${transport}_PORT`;
  return Number(logger.lines.find(({ fields }) => fields['setting'] === setting)?.fields['port']);
}

/** Ingest with SIPREC on free ports. */
export class SiprecUnderTest<C extends Clock = ManualClock> {
  private readonly closers: (() => unknown)[] = [];

  private constructor(
    readonly clock: C,
    readonly ingest: IngestUnderTest,
  ) {}

  /** The test steers the clock. */
  static open(settings: Record<string, string> = {}): Promise<SiprecUnderTest> {
    return SiprecUnderTest.openWith(new ManualClock(), settings);
  }

  static async openWith<C extends Clock>(clock: C, settings: Record<string, string>): Promise<SiprecUnderTest<C>> {
    return new SiprecUnderTest(clock, await IngestUnderTest.open({ ...siprecSettings, ...settings }, clock));
  }

  get bus() {
    return this.ingest.bus;
  }

  /** A recording client, whose session is not yet begun. */
  async client(sipCallId: string, options: Partial<SipSocketOptions> = {}): Promise<RecordingClient> {
    const { transport = 'UDP' } = options;
    const port = this.portOf(transport);
    const client = await connectRecordingClient(sipCallId, { transport, host: '127.0.0.1', port, ...options });
    this.closers.push(() => client.close());
    return client;
  }

  /** A client whose session of two streams is recorded as `CALL`, and the senders of its streams. */
  async recordedCall(sipCallId: string, options: Partial<SipSocketOptions> = {}) {
    const client = await this.client(sipCallId, options);
    const answer = await client.invite({ sdp: TWO_STREAMS, metadata: METADATA });
    const senders = await this.senders(readAnsweredStreams(answer).map(({ port }) => port));
    return { client, answer, senders };
  }

  /** A sender of audio to each port. */
  async senders(ports: readonly number[], srtp?: RtpSenderOptions['srtp']): Promise<AudioSender[]> {
    return Promise.all(
      ports.map(async (port, index) => {
        const socket = createSocket('udp4');
        await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
        this.closers.push(() => new Promise<void>((resolve) => socket.close(() => resolve())));
        const options = { payloadType: 0, ssrc: 100 + index, ...(srtp !== undefined && { srtp }) };
        return new AudioSender(socket, port, new RtpSender(options));
      }),
    );
  }

  portOf(transport: SipSocketOptions['transport']): number {
    return portOfSiprec(this.ingest, transport);
  }

  /** Resolves when ingest has read all datagrams that were sent before: its answers come after them. */
  async readDatagrams(client: RecordingClient): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) await client.request('OPTIONS');
  }

  async close(): Promise<void> {
    const closed = this.ingest.close();
    // A drain waits by the clock for answers to BYE.
    if (this.clock instanceof ManualClock) await this.clock.advance(2_000);
    for (const close of this.closers.splice(0)) await close();
    await closed;
  }
}

/** Moves the clock in steps, so that every tick of ingest comes. */
export async function passTime(clock: ManualClock, ms: number): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 1_000) await clock.advance(Math.min(1_000, ms - passedMs));
}

/** Sends audio to one RTP port, and remembers it. */
export class AudioSender {
  readonly sent: Uint8Array[] = [];

  constructor(
    private readonly socket: Socket,
    private readonly port: number,
    private readonly rtp: RtpSender,
  ) {}

  /** Random samples in packets of 20 ms, all at once. */
  async send(packets: number): Promise<void> {
    for (let packet = 0; packet < packets; packet += 1) {
      const samples = bytes(PACKET_SAMPLES);
      this.sent.push(samples);
      const datagram = this.rtp.writePacket(samples, PACKET_SAMPLES);
      await new Promise<void>((resolve) => this.socket.send(datagram, this.port, '127.0.0.1', () => resolve()));
    }
  }
}

/** The samples of one track of an interleaved call with two tracks. */
export const trackOf = (audio: Buffer, track: number): Buffer => Buffer.from(audio.filter((_, at) => at % 2 === track));
