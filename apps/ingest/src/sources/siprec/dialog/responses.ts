import { siprecErrors, type ResponseParts, type SiprecErrorCode } from '@earshot/media/siprec';
import { MIN_SESSION_SECONDS } from './session-timer.js';

export const ALLOWED_METHODS = ['INVITE', 'ACK', 'CANCEL', 'BYE', 'OPTIONS', 'UPDATE'];
/** Extensions that a request may require. `replaces` and the others need nothing of a recorder. */
export const SUPPORTED_EXTENSIONS = ['siprec', 'timer', 'record-aware', 'replaces'];
const ACCEPTED_BODIES = 'application/sdp, application/rs-metadata+xml, application/rs-metadata, multipart/mixed';
/** When a refused client may try again, seconds. Session border controllers try another recorder meanwhile. */
const RETRY_AFTER_SECONDS = 5;

const phrases: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  420: 'Bad Extension',
  421: 'Extension Required',
  422: 'Session Interval Too Small',
  481: 'Call/Transaction Does Not Exist',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
  513: 'Message Too Large',
};

const extraHeaders: Readonly<Partial<Record<SiprecErrorCode, readonly (readonly [string, string])[]>>> = {
  BODY_NOT_SUPPORTED: [['Accept', ACCEPTED_BODIES]],
  METHOD_NOT_SUPPORTED: [['Allow', ALLOWED_METHODS.join(', ')]],
  SESSION_INTERVAL_TOO_SMALL: [['Min-SE', String(MIN_SESSION_SECONDS)]],
  SIPREC_REQUIRED: [['Require', 'siprec']],
};

/** The answer that refuses a request, with the sentence for the operator in a Warning. */
export function refusalResponse(
  code: SiprecErrorCode,
  toTag: string,
  headers: readonly (readonly [string, string])[] = [],
): ResponseParts {
  const { status, says } = siprecErrors[code];
  return {
    statusCode: status,
    reason: phrases[status] ?? 'Refused',
    toTag,
    headers: [
      ...headers,
      ...(extraHeaders[code] ?? []),
      ...(status === 503 ? [['Retry-After', String(RETRY_AFTER_SECONDS)] as const] : []),
      ['Warning', `399 earshot "${code}: ${says}"`],
    ],
  };
}

/** What we can do, for the answers to OPTIONS and INVITE. */
export const capabilityHeaders: readonly (readonly [string, string])[] = [
  ['Allow', ALLOWED_METHODS.join(', ')],
  ['Supported', 'siprec, timer'],
  ['Accept', ACCEPTED_BODIES],
];
