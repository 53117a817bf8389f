export { readAnsweredStreams, RecordingClient, type ClientRequest } from './recording-client.js';
export type { SipSocketOptions } from './sip-socket.js';
export { writeMetadata, writeOffer, type RecordedPerson, type StreamOffer } from './write-offer.js';
