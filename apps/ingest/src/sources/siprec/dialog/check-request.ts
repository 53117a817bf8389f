import { err, ok, type Result } from '@earshot/contracts';
import {
  readNameAddress,
  readRecordingBody,
  splitList,
  type RecordingBody,
  type SipRequest,
  type SiprecErrorCode,
} from '@earshot/media/siprec';
import { SUPPORTED_EXTENSIONS } from './responses.js';
import { readSessionInterval, type SessionInterval } from './session-timer.js';

/** A request that may change a recording, read as a whole. */
export interface CheckedRequest {
  readonly body: RecordingBody;
  readonly interval: SessionInterval | null;
}

/** The extensions that a request requires and that we do not have. */
export const findUnsupported = ({ headers }: SipRequest): readonly string[] =>
  headers.listTokens('require').filter((extension) => !SUPPORTED_EXTENSIONS.includes(extension));

/** Checks an INVITE or UPDATE, of a new session or of one that goes on. */
export function checkRequest(request: SipRequest): Result<CheckedRequest, SiprecErrorCode> {
  const { headers } = request;
  if (findUnsupported(request).length > 0) return err('EXTENSION_NOT_SUPPORTED');
  const interval = readSessionInterval(request);
  if (interval === 'TOO_SMALL') return err('SESSION_INTERVAL_TOO_SMALL');
  const body = readRecordingBody(headers.find('content-type'), request.body);
  return body.ok ? ok({ body: body.value, interval }) : body;
}

/** Checks the INVITE of a new session. Some clients send metadata or their feature tag without requiring the extension. */
export function checkNewSession(request: SipRequest): Result<CheckedRequest, SiprecErrorCode> {
  const checked = checkRequest(request);
  if (!checked.ok) return checked;
  const isRecording =
    request.headers.listTokens('require').includes('siprec') ||
    checked.value.body.metadata !== undefined ||
    splitList(request.headers.find('contact') ?? '').some(
      (contact) => '+sip.src' in (readNameAddress(contact)?.params ?? {}),
    );
  if (!isRecording) return err('SIPREC_REQUIRED');
  return checked.value.body.sdp === undefined ? err('OFFER_MISSING') : checked;
}
