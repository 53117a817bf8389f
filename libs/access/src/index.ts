export { chooseProtocol, KEY_PROTOCOL } from './credential.js';
export { KeyAuthenticator } from './key-authenticator.js';
export { KeyDirectory, REFRESH_KEYS_EVERY_MS } from './key-directory.js';
export { formatKey, hashSecret, newKeyParts, parseKey } from './key-text.js';
export { openAuthenticator } from './open-authenticator.js';
export { unauthenticated } from './unauthenticated.js';
