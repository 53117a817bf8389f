export { earshotErrorCodes, earshotErrors, type EarshotErrorCode } from './earshot-errors.js';
export { earshotMessages, type EarshotMessage } from './earshot-messages.js';
export { createEarshotSession, type EarshotSession, type EarshotSessionOptions } from './earshot-session.js';
export type { EarshotStart } from './read-earshot-message.js';
