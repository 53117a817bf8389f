import type { FileCipher, MasterKey } from '@earshot/ports';
import { decrypt, encrypt } from './aes-gcm.js';
import { associatedData } from './associated-data.js';

/** Creates the cipher of the files with this purpose. Its key follows from the master key and stays the same after a rotation. */
export async function createFileCipher(masterKey: MasterKey, purpose: string): Promise<FileCipher> {
  const key = await masterKey.digest(Buffer.from(`earshot file cipher: ${purpose}`));
  return {
    seal: (plain, about) => encrypt(key, plain, associatedData([purpose, ...about])),
    open: (sealed, about) => decrypt(key, sealed, associatedData([purpose, ...about])),
  };
}
