import type { MasterKey } from '@earshot/ports';
import { KmsMasterKey } from './kms/kms-master-key.js';
import { KmsOperations } from './kms/kms-operations.js';
import { isLocalKeySet, openLocalMasterKey, type MasterKeySettings } from './open-local-master-key.js';

/** The settings of a master key that this process holds, or that AWS KMS keeps. */
export interface AnyMasterKeySettings extends MasterKeySettings {
  readonly EARSHOT_MASTER_KEY_KMS?: string | undefined;
  readonly EARSHOT_MASTER_KEY_KMS_MAC?: string | undefined;
  readonly AWS_REGION?: string | undefined;
  readonly KMS_ENDPOINT?: string | undefined;
}

export const isMasterKeySet = (settings: AnyMasterKeySettings): boolean =>
  isLocalKeySet(settings) || settings.EARSHOT_MASTER_KEY_KMS !== undefined;

/**
 * Opens the master key that the settings name. With AWS KMS, a key of this process opens only what it sealed before. Rejects as
 * `openLocalMasterKey` and `KmsMasterKey.open` do.
 */
export async function openMasterKey(settings: AnyMasterKeySettings): Promise<MasterKey> {
  const { EARSHOT_MASTER_KEY_KMS: keyId, EARSHOT_MASTER_KEY_KMS_MAC: macKeyId } = settings;
  if (keyId === undefined) return openLocalMasterKey(settings);
  const earlier = isLocalKeySet(settings) ? await openLocalMasterKey(settings) : undefined;
  const operations = await KmsOperations.load({ region: settings.AWS_REGION, endpoint: settings.KMS_ENDPOINT });
  return KmsMasterKey.open({ keyId, macKeyId }, operations, earlier);
}
