export { createConversation } from './create-conversation.js';
export { countTracks, type Dialogue, type Line, type Speaker, type Voice } from './dialogue.js';
export { dialogues } from './dialogues/index.js';
export { placeLines, type Script } from './place-lines.js';
export { makeSample, SAMPLE_RATE_HZ, type Sample } from './make-sample.js';
