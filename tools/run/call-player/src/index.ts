export { readCallAudio, toCallAudio, type CallAudio } from './call-audio.js';
export { conversationSchema, type Conversation, type ConversationEvent } from './conversation.js';
export { playCall } from './play-call.js';
export type { PlayConnection, PlayOptions, PlayProgress, PlayResult } from './play-options.js';
export { readCall, type StoredCall } from './read-call.js';
export { playSamples, type PlaySamplesOptions } from './play-samples.js';
export { waitForRecognizer, type RecognizerWait, type SpeechNow } from './wait-for-recognizer.js';
