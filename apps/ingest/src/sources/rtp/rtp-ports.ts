import { createSocket, type Socket } from 'node:dgram';

export interface RtpPortRange {
  /** The address to bind. */
  readonly host: string;
  /** Each stream takes an even port for RTP and the odd one above for RTCP (RFC 3550, section 11). */
  readonly firstPort: number;
  readonly lastPort: number;
}

/** The two sockets of one stream. */
export interface RtpPortPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** Resolves when both ports are free again. */
  close(): Promise<void>;
}

/** Holds a second of a stream whose process is busy: 50 packets with what the kernel counts for each. */
const RECEIVE_BUFFER_BYTES = 262_144;

/**
 * Gives out pairs of UDP ports from a range, in turn, so that packets of an ended call do not reach the next one. Knows only its own
 * ports: one that another program has is skipped.
 */
export class RtpPorts {
  private readonly taken = new Set<number>();
  private readonly firstEven: number;
  private readonly pairCount: number;
  private next = 0;

  constructor(private readonly range: RtpPortRange) {
    this.firstEven = range.firstPort + (range.firstPort % 2);
    this.pairCount = Math.max(0, Math.floor((range.lastPort - this.firstEven + 1) / 2));
  }

  /** Pairs that are in use. */
  get openPairs(): number {
    return this.taken.size;
  }

  /**
   * Binds the next free pair. Null: none is free.
   *
   * @throws if the address cannot be bound at all
   */
  async openPair(): Promise<RtpPortPair | null> {
    for (let tries = 0; tries < this.pairCount; tries++) {
      const rtpPort = this.firstEven + 2 * (this.next++ % this.pairCount);
      if (this.taken.has(rtpPort)) continue;
      this.taken.add(rtpPort);
      try {
        const pair = await this.bindPair(rtpPort);
        if (pair !== null) return pair;
      } catch (error) {
        this.taken.delete(rtpPort);
        throw error;
      }
      this.taken.delete(rtpPort);
    }
    return null;
  }

  private async bindPair(rtpPort: number): Promise<RtpPortPair | null> {
    const rtp = await bindUdp(this.range.host, rtpPort);
    if (rtp === null) return null;
    const rtcp = await bindUdp(this.range.host, rtpPort + 1).catch(async (error: unknown) => {
      await closeSocket(rtp);
      throw error;
    });
    if (rtcp === null) {
      await closeSocket(rtp);
      return null;
    }
    let closing: Promise<void> | undefined;
    const close = async () => {
      await Promise.all([closeSocket(rtp), closeSocket(rtcp)]);
      this.taken.delete(rtpPort);
    };
    return { rtp, rtcp, rtpPort, rtcpPort: rtpPort + 1, close: () => (closing ??= close()) };
  }
}

/** Null: another program has the port. */
function bindUdp(host: string, port: number): Promise<Socket | null> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  return new Promise((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(new Error(`cannot receive RTP at ${host}, UDP port ${port}: ${error.message}`, { cause: error }));
    });
    socket.bind({ address: host, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

const closeSocket = (socket: Socket): Promise<void> => new Promise((resolve) => socket.close(() => resolve()));
