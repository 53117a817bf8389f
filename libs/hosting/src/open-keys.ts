import {
  createFileCipher,
  createMessageSealer,
  createNumberDigests,
  createSealer,
  isMasterKeySet,
  openMasterKey,
  type CallMessageSealer,
  type DigestNumbers,
} from '@earshot/keys';
import type { FileCipher, MasterKey, Sealer } from '@earshot/ports';
import type { ProcessConfig } from './hosting.config.js';

/** The master key of a process, and what seals with it. */
export interface ProcessKeys {
  readonly masterKey: MasterKey;
  readonly sealer: Sealer;
  /** For the messages on Kafka and Kinesis. */
  readonly messages: CallMessageSealer;
  /** For the files of the embedded bus. */
  readonly journal: FileCipher;
  /** For searches by sealed numbers. */
  readonly digestNumbers: DigestNumbers;
}

/**
 * Opens the master key that the settings name, or else `ownKeyFile`. Undefined if there is none and the process does not need it:
 * then it cannot read the sealed topics. Rejects as `openMasterKey` does.
 */
export async function openKeys(
  config: ProcessConfig,
  ownKeyFile: string | undefined,
  isNeeded: boolean,
): Promise<ProcessKeys | undefined> {
  const isSet = isMasterKeySet(config);
  if (!isSet && !isNeeded) return undefined;
  const masterKey = await openMasterKey(isSet ? config : { EARSHOT_MASTER_KEY_FILE: ownKeyFile });
  return {
    masterKey,
    sealer: createSealer(masterKey),
    messages: createMessageSealer(masterKey),
    journal: await createFileCipher(masterKey, 'bus journal'),
    digestNumbers: await createNumberDigests(masterKey),
  };
}
