export * from './audio-backlog.js';
export * from './decode-samples.js';
export * from './deinterleave.js';
export * from './g711.js';
export * from './pending-acknowledgements.js';
export * from './resampler.js';
export * from './sample-time.js';
export * from './wav.js';
