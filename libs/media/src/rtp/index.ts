export { chooseCallFormat, decodedRateHz, type CallAudioFormat } from './choose-call-format.js';
export { G722Decoder } from './g722/g722-decoder.js';
export { MediaClock } from './media-clock.js';
export type { ReceptionReport } from './reception-statistics.js';
export {
  isRtcpPacket,
  readRtcpPacket,
  writeBye,
  writeReceiverReport,
  writeSenderReport,
  type RtcpPart,
} from './rtcp-packet.js';
export {
  countTicks,
  isAudioFormat,
  readRtpFormat,
  staticFormats,
  type RtpEncoding,
  type RtpFormat,
} from './rtp-format.js';
export { readRtpPacket, writeRtpPacket, type RtpPacket } from './rtp-packet.js';
export {
  findRtpProblems,
  rtpProblemCodes,
  rtpProblems,
  type PacketCounts,
  type RtpProblemCode,
} from './rtp-problems.js';
export { RtpReceiver, type RtpCounts, type RtpReceiverOptions } from './rtp-receiver.js';
export { RtpSender, type RtpSenderOptions } from './rtp-sender.js';
export type { RtpPart } from './rtp-timeline.js';
export * from './srtp/index.js';
