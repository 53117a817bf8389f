export type { LcaAction } from './lca-action.js';
export { lcaErrors, lcaErrorCodes, type LcaErrorCode, type LcaReplyCode } from './lca-errors.js';
export { endedReply, errorReply, startedReply } from './lca-replies.js';
export { LcaSession, type LcaSessionOptions } from './lca-session.js';
export type { LcaStart } from './read-lca-message.js';
