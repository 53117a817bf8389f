export { readSdpOffer, type OfferedCodec, type OfferedStream, type SdpOffer } from './sdp-offer.js';
export { writeSdpAnswer, type AcceptedStream, type AnswerOrigin, type StreamAnswer } from './write-sdp-answer.js';
