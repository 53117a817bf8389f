import { createHmac, randomBytes } from 'node:crypto';
import { Failure, type MasterKey, type WrappedKey } from '@earshot/ports';
import { KEY_BYTES, type LocalMasterKey } from '../local-master-key.js';
import { refusalOf, type KmsOperations } from './kms-operations.js';

/** Begins the name of a version that a key of AWS KMS is. The id of the key follows. */
const VERSION_PREFIX = 'kms:';
/** AWS KMS adds about 150 bytes to a key of 32. */
const MAX_WRAPPED_BYTES = 1_024;
const DIGEST_KEY_NAME = Buffer.from('earshot digest key');

export interface KmsKeyNames {
  /** A symmetric key: an id, an ARN or an alias. */
  readonly keyId: string;
  /** An HMAC_256 key, for digests. Needed without `earlier`. */
  readonly macKeyId: string | undefined;
}

/**
 * A master key that never leaves AWS KMS. It wraps every new key; what `earlier` wrapped before stays readable. Each call costs
 * one request when its key is made, and one in each process that reads it.
 */
export class KmsMasterKey implements MasterKey {
  readonly maxWrappedBytes = MAX_WRAPPED_BYTES;

  private constructor(
    private readonly operations: KmsOperations,
    private readonly keyArn: string,
    private readonly digestOf: (data: Uint8Array) => Promise<Uint8Array>,
    private readonly earlier: LocalMasterKey | undefined,
  ) {}

  /**
   * Wraps and unwraps once, so that a key or a permission that does not fit is found at the start. Rejects with `MASTER_KEY_UNUSABLE`
   * if AWS refuses, `MASTER_KEY_MISSING` without a key for digests, and retryable `KEY_SERVICE_UNAVAILABLE`.
   */
  static async open(
    { keyId, macKeyId }: KmsKeyNames,
    operations: KmsOperations,
    earlier?: LocalMasterKey,
  ): Promise<KmsMasterKey> {
    try {
      const probe = randomBytes(KEY_BYTES);
      const { keyArn, bytes } = await operations.encrypt(keyId, probe, ['probe']);
      if (!probe.equals(await operations.decrypt(keyArn, bytes, ['probe'])))
        throw new Failure('MASTER_KEY_UNUSABLE', 'EARSHOT_MASTER_KEY_KMS: the key does not open what it wrapped.');
      const digestOf = await openDigest(macKeyId, operations, earlier);
      return new KmsMasterKey(operations, keyArn, digestOf, earlier);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      throw new Failure(
        'MASTER_KEY_UNUSABLE',
        `EARSHOT_MASTER_KEY_KMS: AWS KMS refuses its use (${refusal}). The process needs kms:Encrypt and kms:Decrypt on it, and kms:GenerateMac on EARSHOT_MASTER_KEY_KMS_MAC.`,
        { retryable: false, cause: error },
      );
    }
  }

  get newestVersion(): string {
    return `${VERSION_PREFIX}${this.keyArn.slice(this.keyArn.lastIndexOf('/') + 1)}`;
  }

  async wrap(dataKey: Uint8Array, about: readonly string[]): Promise<WrappedKey> {
    const { bytes } = await this.operations.encrypt(this.keyArn, dataKey, about);
    return { keyVersion: this.newestVersion, wrapped: bytes };
  }

  unwrap(key: WrappedKey, about: readonly string[]): Promise<Uint8Array> {
    const { keyVersion, wrapped } = key;
    if (keyVersion === this.newestVersion) return this.operations.decrypt(this.keyArn, wrapped, about);
    if (keyVersion.startsWith(VERSION_PREFIX))
      return this.operations.decrypt(keyVersion.slice(VERSION_PREFIX.length), wrapped, about);
    if (this.earlier !== undefined) return this.earlier.unwrap(key, about);
    throw new Failure(
      'SEALED_KEY_UNKNOWN',
      'A key of EARSHOT_MASTER_KEY or EARSHOT_MASTER_KEY_FILE sealed it, and neither is set any more.',
    );
  }

  digest(data: Uint8Array): Promise<Uint8Array> {
    return this.digestOf(data);
  }
}

/** One request makes the key of all digests, which is the same in every process. A key that was there before keeps its digests. */
async function openDigest(
  macKeyId: string | undefined,
  operations: KmsOperations,
  earlier: LocalMasterKey | undefined,
): Promise<(data: Uint8Array) => Promise<Uint8Array>> {
  if (earlier !== undefined) return (data) => earlier.digest(data);
  if (macKeyId === undefined) {
    throw new Failure(
      'MASTER_KEY_MISSING',
      'EARSHOT_MASTER_KEY_KMS_MAC: needed with EARSHOT_MASTER_KEY_KMS. Name an HMAC_256 key of AWS KMS.',
    );
  }
  const digestKey = await operations.authenticate(macKeyId, DIGEST_KEY_NAME);
  return async (data) => createHmac('sha256', digestKey).update(data).digest();
}
