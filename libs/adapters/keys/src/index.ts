export { createCallKeys, type CallKeysOptions } from './create-call-keys.js';
export { createFileCipher } from './create-file-cipher.js';
export { createMessageSealer, type CallMessageSealer } from './create-message-sealer.js';
export { createSealer } from './create-sealer.js';
export { LocalMasterKey } from './local-master-key.js';
export { findMasterKeyFile, prepareMasterKeyFile } from './master-key-file.js';
export { openLocalMasterKey, type MasterKeySettings } from './open-local-master-key.js';
export { isMasterKeySet, openMasterKey, type AnyMasterKeySettings } from './open-master-key.js';
