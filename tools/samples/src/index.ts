export type { Dialogue, Line, Voice } from './dialogue.js';
export { dialogues } from './dialogues/index.js';
export { layOut, type Script } from './lay-out.js';
export { makeSample, SAMPLE_RATE_HZ, type Sample } from './make-sample.js';
