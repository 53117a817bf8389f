import { createHmac, hkdfSync } from 'node:crypto';
import { Failure, type MasterKey, type WrappedKey } from '@earshot/ports';
import { AES_GCM_BYTES, decrypt, encrypt } from './aes-gcm.js';
import { associatedData } from './associated-data.js';

/** Bytes of a master key and of a data key. */
export const KEY_BYTES = 32;
const VERSION_BYTES = 8;

/** One version of the master key, as the keys that are derived from it. Each purpose has a key of its own. */
interface KeyVersion {
  readonly name: string;
  readonly wrapping: Uint8Array;
  readonly digesting: Uint8Array;
}

/** A master key in the memory of this process. Its versions are named by a derived value, so nobody has to number them. */
export class LocalMasterKey implements MasterKey {
  readonly newestVersion: string;
  readonly maxWrappedBytes = 2 * VERSION_BYTES + KEY_BYTES + AES_GCM_BYTES;
  private readonly versions: ReadonlyMap<string, KeyVersion>;
  private readonly newest: KeyVersion;
  private readonly oldest: KeyVersion;

  /** `keys`: at least one key of 32 bytes, the oldest first. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    const versions = keys.map(deriveVersion) as [KeyVersion, ...KeyVersion[]];
    this.versions = new Map(versions.map((version) => [version.name, version]));
    this.oldest = versions[0];
    this.newest = versions.at(-1) ?? versions[0];
    this.newestVersion = this.newest.name;
  }

  async wrap(dataKey: Uint8Array, about: readonly string[]): Promise<WrappedKey> {
    const { name, wrapping } = this.newest;
    return { keyVersion: name, wrapped: encrypt(wrapping, dataKey, associatedData(about)) };
  }

  async unwrap({ keyVersion, wrapped }: WrappedKey, about: readonly string[]): Promise<Uint8Array> {
    const version = this.versions.get(keyVersion);
    if (version === undefined) {
      throw new Failure(
        'SEALED_KEY_UNKNOWN',
        `Version ${keyVersion.replace(/[^0-9a-f]/g, '?')} of the master key sealed it, and this process has only ${[...this.versions.keys()].join(', ')}.`,
      );
    }
    const dataKey = decrypt(version.wrapping, wrapped, associatedData(about));
    if (dataKey === null) {
      throw new Failure('SEALED_DAMAGED', 'The sealed bytes were changed, or they belong to something else.');
    }
    return dataKey;
  }

  async digest(data: Uint8Array): Promise<Uint8Array> {
    return createHmac('sha256', this.oldest.digesting).update(data).digest();
  }
}

function deriveVersion(key: Uint8Array): KeyVersion {
  if (key.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
  const derive = (purpose: string, bytes: number) =>
    new Uint8Array(hkdfSync('sha256', key, '', `earshot master key: ${purpose}`, bytes));
  return {
    name: Buffer.from(derive('version', VERSION_BYTES)).toString('hex'),
    wrapping: derive('wrap', KEY_BYTES),
    digesting: derive('digest', KEY_BYTES),
  };
}
