export type { CallRequest, GapDeclaration, MediaAction, PauseMessage, RosterRequest } from './media-action.js';
export type { MediaProtocol, MessageError, SessionMessage, SessionStart } from './media-protocol.js';
export { MediaSession } from './media-session.js';
export { endedReply, errorReply, startedReply } from './replies.js';
export { refusalCloseCodes, TOO_LARGE_CLOSE_CODE, WRONG_PROTOCOL_CLOSE_CODE } from './session-errors.js';
export { PeerLiveness } from './peer-liveness.js';
export type { ReplayPosition, SocketSession, StartedState } from './socket-session.js';
