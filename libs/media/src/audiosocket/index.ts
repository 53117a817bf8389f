export { audioSocketErrorCodes, audioSocketErrors, type AudioSocketErrorCode } from './audiosocket-errors.js';
export { audioKindRatesHz, frameKinds, writeAudioSocketFrame } from './audiosocket-frames.js';
export { AudioSocketSession, type AudioSocketAction } from './audiosocket-session.js';
