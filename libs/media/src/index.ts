export { alignSamples } from './lca-websocket/align-samples.js';
export {
  BROWSER_FRAME_BYTES,
  initialBrowserWatch,
  repairBrowserFrame,
  watchBrowserFrame,
  type BrowserWatch,
} from './lca-websocket/browser-repair.js';
export type { LcaAction } from './lca-websocket/lca-action.js';
export { lcaErrors, lcaErrorCodes, type LcaError, type LcaErrorCode } from './lca-websocket/lca-errors.js';
export { endedReply, errorReply, startedReply } from './lca-websocket/lca-replies.js';
export { LcaSession, type LcaSessionOptions } from './lca-websocket/lca-session.js';
export {
  MAX_LCA_BINARY_BYTES,
  MAX_LCA_TEXT_BYTES,
  readLcaText,
  type LcaStart,
  type LcaText,
} from './lca-websocket/read-lca-text.js';
export { lcaRules, type LcaSessionState } from './lca-websocket/lca-rules.js';
