export { OggOpusReader, type OpusPart } from './ogg-opus-reader.js';
export { OPUS_CLOCK_HZ } from './opus-packet.js';
export { uploadErrorCodes, uploadErrors, type UploadErrorCode } from './upload-errors.js';
export { readFlacLength } from './read-flac-length.js';
export type { RecordedFormat, RecordingPart } from './recording-part.js';
export { SNIFFED_BYTES, sniffRecording, type RecordingKind } from './sniff-recording.js';
export { WavReader } from './wav-reader.js';
export { writeOpusFile, type OpusFileFields } from './write-opus-file.js';
