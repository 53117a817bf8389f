export {
  readAnsweredStreams,
  RecordingClient,
  type ClientRequest,
  type OpenSipSocket,
  type SipServerAddress,
  type SipSocket,
} from './client/recording-client.js';
export { writeMetadata, writeOffer, type RecordedPerson, type StreamOffer } from './client/write-offer.js';
export { readRecordingMetadata } from './metadata/read-recording-metadata.js';
export { RosterBuilder, type RecordingRoster } from './metadata/recording-roster.js';
export { RecordingState } from './metadata/recording-state.js';
export { readBase64Uuid } from './metadata/to-plain-id.js';
export { findHeaderIds, type VendorIds } from './metadata/vendor-ids.js';
export { readRecordingBody, type RecordingBody } from './read-recording-body.js';
export { readSipMessage } from './sip/read-sip-message.js';
export { SipFramer, type SipFrame } from './sip/sip-framer.js';
export { readNameAddress, readParams, splitList, splitOutside } from './sip/sip-headers.js';
export type { SipMessage, SipRequest, SipResponse } from './sip/sip-message.js';
export { writeSipRequest, writeSipResponse, type ResponseParts, type SipPeer } from './sip/write-sip-message.js';
export {
  siprecErrorCodes,
  siprecErrors,
  siprecProblems,
  type SiprecErrorCode,
  type SiprecProblemCode,
} from './siprec-errors.js';
