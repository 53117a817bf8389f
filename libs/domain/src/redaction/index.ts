export { CallRedactor, type RawSegment, type RedactedSegment, type RedactionResult } from './call-redactor.js';
