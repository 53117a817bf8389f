import type { NameAddress, SipHeaders } from './sip-headers.js';

/** The topmost Via of a message: where a response goes. */
export interface SipVia {
  /** In capitals: UDP, TCP or TLS. */
  readonly transport: string;
  readonly host: string;
  readonly port?: number;
  readonly branch: string;
  /** The peer wants its response at the address and port that the request came from (RFC 3581). */
  readonly wantsRport: boolean;
}

/** What requests and responses have in common. */
interface SipEnvelope {
  readonly headers: SipHeaders;
  readonly via: SipVia;
  readonly from: NameAddress;
  readonly to: NameAddress;
  readonly callId: string;
  readonly cseq: { readonly number: number; readonly method: string };
  readonly body: Uint8Array;
}

export interface SipRequest extends SipEnvelope {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
}

export interface SipResponse extends SipEnvelope {
  readonly kind: 'response';
  readonly statusCode: number;
}

export type SipMessage = SipRequest | SipResponse;
