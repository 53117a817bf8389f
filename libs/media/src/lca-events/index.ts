export { findSpeaker, speakerWithRole } from './find-speaker.js';
export type { LcaCategoryMatch, LcaEvent, LcaFacts, LcaRecord, LcaSegment, LcaSpeaker } from './lca-event.js';
export { lcaEventErrorCodes, lcaEventErrors, type LcaEventErrorCode } from './lca-event-errors.js';
export { readLcaRecord } from './read-lca-record.js';
export { toRevision } from './to-revision.js';
export { UtteranceJoiner } from './utterance-joiner.js';
