export {
  readCryptoAttribute,
  writeCryptoAttribute,
  type CryptoAttribute,
  type CryptoRefusalCode,
} from './crypto-attribute.js';
export { SALT_BYTES, srtpSuites, type SrtpCrypto, type SrtpKeys, type SrtpSuite } from './srtp-crypto.js';
export { SrtpReceiver, type SrtpCounts } from './srtp-receiver.js';
export { SrtpSender } from './srtp-sender.js';
