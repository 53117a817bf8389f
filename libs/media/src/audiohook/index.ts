export { audiohookErrorCodes, audiohookErrors, type AudiohookErrorCode } from './audiohook-errors.js';
export { AudiohookSession, type AudiohookSessionOptions } from './audiohook-session.js';
export type { AudiohookStart } from './to-audiohook-start.js';
export { AudiohookClientMessages, formatPosition, type AudiohookServerMessage } from './client-messages.js';
export { signUpgrade, writeUpgradeHeaders, type AudiohookSigning, type AudiohookUpgrade } from './sign-upgrade.js';
export { NIL_UUID } from './session-messages.js';
