export { lcaErrorCodes, lcaErrors, type LcaErrorCode } from './lca-errors.js';
export { createLcaSession, type LcaSession, type LcaSessionOptions } from './lca-session.js';
export type { LcaStart } from './read-lca-message.js';
