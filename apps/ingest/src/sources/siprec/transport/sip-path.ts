import type { SipPeer } from '@earshot/media/siprec';

export type SipTransport = 'UDP' | 'TCP' | 'TLS';

/** The way that one message came, and on which answers and later requests of its dialog go back. */
export interface SipPath {
  readonly transport: SipTransport;
  /** Datagrams may be lost, so both sides send again. */
  readonly isReliable: boolean;
  readonly peer: SipPeer;
  /** Our port, for the Contact of answers. */
  readonly localPort: number;
  /** Sends to the peer, or to another port of it over UDP. A peer that is gone gets nothing. */
  send(bytes: Uint8Array, port?: number): void;
}

export type ReceiveSip = (bytes: Uint8Array, path: SipPath) => void;

/** What a port tells its source about. */
export interface SipPortEvents {
  readonly receive: ReceiveSip;
  /** Whether connections from this address are accepted. */
  isAllowed(address: string): boolean;
  countRefusal(code: 'SIP_ADDRESS_NOT_ALLOWED' | 'SIP_MALFORMED' | 'SIP_TOO_LARGE' | 'SIP_TOO_MANY_CONNECTIONS'): void;
}

/** A port on which SIP is spoken. */
export interface SipPort {
  readonly port: number;
  /** Call it about once a second. */
  tick(nowMs: number): void;
  close(): Promise<void>;
}

/** `::ffff:192.0.2.1`, as a socket of both families shows it, is 192.0.2.1. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
