export * from './audible-audio.js';
export * from './hidden-spans.js';
export * from './mute-samples.js';
