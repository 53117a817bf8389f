export { TrackComparison, type TrackFault } from './track-comparison.js';
