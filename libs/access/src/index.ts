export { findCallKey, prepareCallKey } from './call-key-file.js';
export { chooseProtocol, KEY_PROTOCOL } from './credential.js';
export { issueKey, type IssuedKey, type KeyGrant } from './issue-key.js';
export { KeyAuthenticator } from './key-authenticator.js';
export { KeyDirectory, REFRESH_KEYS_EVERY_MS } from './key-directory.js';
export { parseKey } from './key-text.js';
export { openAuthenticator } from './open-authenticator.js';
export { unauthenticated } from './unauthenticated.js';
