export type { MediaAction, RosterRequest } from './media-action.js';
export type { SessionStart } from './media-protocol.js';
export type { MediaSession } from './media-session.js';
export { endedReply, startedReply } from './replies.js';
export { refusalCloseCodes, TOO_LARGE_CLOSE_CODE, WRONG_PROTOCOL_CLOSE_CODE } from './session-errors.js';
