import { unwrapTimestamp } from '../../tracks/index.js';
import { readRtpSource, SrtpCipher } from './srtp-cipher.js';
import type { SrtpCrypto, SrtpKeys } from './srtp-crypto.js';

const RTCP_INDEXES = 2 ** 31;

/** Seals the packets of one source, in their order, and its RTCP. */
export class SrtpSender {
  private readonly cipher: SrtpCipher;
  private lastIndex: number | undefined;
  private rtcpIndex = 0;

  constructor(keys: SrtpKeys, crypto: SrtpCrypto) {
    this.cipher = new SrtpCipher(keys, crypto);
  }

  sealRtp(packet: Uint8Array): Uint8Array {
    const { sequence = 0 } = readRtpSource(packet) ?? {};
    this.lastIndex = unwrapTimestamp(sequence, this.lastIndex ?? sequence, 16);
    return this.cipher.sealRtp(packet, this.lastIndex);
  }

  sealRtcp(datagram: Uint8Array): Uint8Array {
    this.rtcpIndex = (this.rtcpIndex + 1) % RTCP_INDEXES;
    return this.cipher.sealRtcp(datagram, this.rtcpIndex);
  }
}
