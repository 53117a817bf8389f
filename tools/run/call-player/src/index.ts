export { readCallAudio, toCallAudio, type CallAudio } from './call-audio.js';
export { playCall } from './play-call.js';
export type { PlayConnection, PlayOptions, PlayProgress, PlayResult } from './play-options.js';
export { playSamples, type PlaySamplesOptions } from './play-samples.js';
