export { CallRedactor, type RedactionResult } from './call-redactor.js';
export type { RawSegment, RedactedSegment } from './segment-text.js';
