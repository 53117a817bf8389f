export { alignSamples } from './lca/align-samples.js';
export {
  BROWSER_FRAME_BYTES,
  initialBrowserWatch,
  repairBrowserFrame,
  watchBrowserFrame,
  type BrowserWatch,
} from './lca/browser-repair.js';
export type { LcaAction } from './lca/lca-action.js';
export { lcaErrors, lcaErrorCodes, type LcaError, type LcaErrorCode } from './lca/lca-errors.js';
export { endedReply, errorReply, startedReply } from './lca/lca-replies.js';
export { LcaSession, type LcaSessionOptions } from './lca/lca-session.js';
export {
  MAX_LCA_BINARY_BYTES,
  MAX_LCA_TEXT_BYTES,
  readLcaText,
  type LcaStart,
  type LcaText,
} from './lca/read-lca-text.js';
export { lcaRules, type LcaSessionState } from './lca/lca-rules.js';
