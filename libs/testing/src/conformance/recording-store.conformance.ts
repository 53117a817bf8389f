import type { RecordingCase } from './recording-case.js';
import { recordingContentCases } from './recording-content.conformance.js';
import { recordingWriterCases } from './recording-writers.conformance.js';

/** The promises of every `RecordingStore`. Each adapter must pass them, and each broken store must fail its case. */
export const recordingStoreConformance: readonly RecordingCase[] = [...recordingContentCases, ...recordingWriterCases];
