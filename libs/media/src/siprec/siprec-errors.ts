/**
 * Why a SIP request is refused, with the status of the answer. `docs/errors.md` is generated from this table. The sentences
 * are for the operator of the phone system; they never contain what somebody sent.
 */
export const siprecErrors = {
  SIP_MALFORMED: { status: 400, says: 'The request is no valid SIP message.' },
  SIP_TOO_LARGE: { status: 513, says: 'The request is larger than Earshot reads.' },
  BODY_MALFORMED: { status: 400, says: 'The parts of the body cannot be told apart.' },
  BODY_NOT_SUPPORTED: { status: 415, says: 'The body holds neither a session description nor recording metadata.' },
  SDP_MALFORMED: { status: 400, says: 'The session description cannot be read.' },
  SDP_TOO_LARGE: { status: 513, says: 'The session description has too many lines or streams.' },
  OFFER_MISSING: { status: 488, says: 'An INVITE needs a session description with at least one audio stream.' },
  CODEC_NOT_OFFERED: { status: 488, says: 'No audio stream offers a codec that Earshot decodes.' },
  ENCRYPTION_REQUIRED: {
    status: 488,
    says: 'The settings ask for encrypted audio, and the offer has no usable SRTP key.',
  },
  TOO_MANY_TRACKS: { status: 488, says: 'The offer has more audio streams than a call has tracks.' },
  EXTENSION_NOT_SUPPORTED: { status: 420, says: 'The request requires a SIP extension that Earshot does not have.' },
  SIPREC_REQUIRED: { status: 421, says: 'Only recording sessions are accepted: the INVITE does not require siprec.' },
  SIP_ADDRESS_NOT_ALLOWED: {
    status: 403,
    says: 'The address of the sender is not in EARSHOT_INGEST_ALLOWED_ADDRESSES.',
  },
  METHOD_NOT_SUPPORTED: { status: 405, says: 'Earshot does not answer requests of this method.' },
  DIALOG_UNKNOWN: { status: 481, says: 'No recording session has this Call-ID and these tags.' },
  OFFER_PENDING: { status: 491, says: 'Earshot waits for the answer to a request of its own.' },
  REQUEST_OUT_OF_ORDER: { status: 500, says: 'The request has a lower CSeq than one before it.' },
  SESSION_INTERVAL_TOO_SMALL: { status: 422, says: 'The session timer is shorter than Earshot allows.' },
  SIP_BUSY: { status: 503, says: 'Earshot accepts no new calls now; the answer says when to try again.' },
  RTP_PORTS_USED_UP: { status: 503, says: 'No RTP port is free; widen EARSHOT_SIPREC_RTP_PORTS.' },
} as const satisfies Record<string, { readonly status: number; readonly says: string }>;

export type SiprecErrorCode = keyof typeof siprecErrors;
export const siprecErrorCodes = Object.keys(siprecErrors) as SiprecErrorCode[];

/** What a recording client did wrong without losing its recording: shown on the call. */
export const siprecProblems = {
  METADATA_MALFORMED: 'The recording metadata is no valid XML document of RFC 7865; the call goes on without it.',
  METADATA_TOO_LARGE: 'The recording metadata is larger or deeper than Earshot reads; the call goes on without it.',
  METADATA_HAS_DOCTYPE:
    'The recording metadata has a document type, which Earshot never reads; the call goes on without it.',
  STREAM_NOT_TAKEN: 'The phone system added an audio stream, but the call has no track for it; the stream was refused.',
} as const;

export type SiprecProblemCode = keyof typeof siprecProblems;
