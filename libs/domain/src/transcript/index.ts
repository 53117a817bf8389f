export * from './coverage.js';
export * from './engine-result.js';
export * from './final-spans.js';
export * from './final-spans.js';
export * from './first-revision.js';
export * from './segment-assembler.js';
export * from './segment-confidence.js';
