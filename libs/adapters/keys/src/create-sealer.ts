import { randomBytes } from 'node:crypto';
import { Failure, type MasterKey, type Sealer } from '@earshot/ports';
import { AES_GCM_BYTES, decrypt, encrypt } from './aes-gcm.js';
import { associatedData } from './associated-data.js';
import { decodeEnvelope, encodeHeader, HEADER_BYTES } from './envelope.js';
import { KEY_BYTES } from './local-master-key.js';

const FINGERPRINT_BYTES = 16;

/** Seals each message with a random data key of its own, which the master key wraps. */
export function createSealer(masterKey: MasterKey): Sealer {
  return {
    keyVersion: masterKey.newestVersion,
    maxOverheadBytes: HEADER_BYTES + masterKey.maxWrappedBytes + AES_GCM_BYTES,
    async seal(plain, about) {
      const dataKey = randomBytes(KEY_BYTES);
      const header = encodeHeader(await masterKey.wrap(dataKey, about));
      const sealed = encrypt(dataKey, plain, associatedData(about, header), header);
      dataKey.fill(0);
      return sealed;
    },
    async open(sealed, about) {
      const envelope = decodeEnvelope(sealed);
      if (envelope === null) throw damaged();
      const dataKey = await masterKey.unwrap(envelope.key, about);
      const plain = decrypt(dataKey, envelope.encrypted, associatedData(about, envelope.header));
      dataKey.fill(0);
      if (plain === null) throw damaged();
      return plain;
    },
    async fingerprint(data) {
      const digest = await masterKey.digest(data);
      return Buffer.from(digest).subarray(0, FINGERPRINT_BYTES).toString('hex');
    },
  };
}

const damaged = (): Failure =>
  new Failure('SEALED_DAMAGED', 'The sealed bytes were changed, or they belong to something else.');
