export { forkErrorCodes, forkErrors, type ForkErrorCode } from './fork-errors.js';
export { createForkSession, type ForkSessionOptions } from './fork-session.js';
export type { ForkVendor } from './find-metadata.js';
export type { ForkStart } from './read-fork-message.js';
