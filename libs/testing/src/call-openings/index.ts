export * from './call-openings.js';
