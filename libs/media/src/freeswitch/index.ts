export { forkErrorCodes, forkErrors, type ForkErrorCode } from './fork-errors.js';
export { createForkSession, type ForkSessionOptions } from './fork-session.js';
export type { ForkStart, ForkVendor } from './read-fork-message.js';
