import type { CallRefusalCode } from '@earshot/contracts';

/** Errors that every protocol has. Each protocol has its own sentence for each code. */
export const sessionErrorCodes = [
  'TEXT_NOT_JSON',
  'TEXT_NOT_OBJECT',
  'TEXT_TOO_LARGE',
  'AUDIO_BEFORE_START',
  'AUDIO_TOO_LARGE',
  'SAMPLE_CUT_IN_TWO',
  'CALL_ALREADY_STARTED',
  'END_OF_ANOTHER_CALL',
  'END_WITHOUT_CALL',
] as const;
export type SessionErrorCode = (typeof sessionErrorCodes)[number];

/**
 * The WebSocket code that closes the socket of a refused call: 1013 try again later (IANA registry), 4409 conflict (ours,
 * after HTTP 409).
 */
export const refusalCloseCodes: Readonly<Record<CallRefusalCode, number>> = {
  AUDIO_FORMAT_CHANGED: 4409,
  CALL_ALREADY_ENDED: 4409,
  CALL_TAKEN_OVER: 4409,
  TOO_MANY_PARTICIPANTS: 4409,
  CALL_LIMIT_REACHED: 1013,
  DATABASE_SLOW: 1013,
  TOO_MANY_CALLS_OF_CLIENT: 1013,
  TOO_MANY_STARTS: 1013,
  SERVICE_BUSY: 1013,
};

/** Message too big (RFC 6455, section 7.4.1). */
export const TOO_LARGE_CLOSE_CODE = 1009;
/** Unsupported data (RFC 6455, section 7.4.1): closes the socket of a client that speaks another protocol. */
export const WRONG_PROTOCOL_CLOSE_CODE = 1003;
