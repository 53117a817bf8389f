import { createHmac } from 'node:crypto';
import type { MasterKey } from '@earshot/ports';
import { associatedData } from '../associated-data.js';

/** A change of the keys that a search uses needs another version; a search then asks for the digests of both. */
const PURPOSE = 'earshot number search 1';
const DIGEST_BYTES = 16;

/** Returns the digests of the keys of numbers within a tenant. Without the master key nobody can compute them. */
export type DigestNumbers = (tenant: string, searchKeys: readonly string[]) => string[];

/** Their key follows from the master key and stays the same after a rotation. */
export async function createNumberDigests(masterKey: MasterKey): Promise<DigestNumbers> {
  const key = await masterKey.digest(Buffer.from(PURPOSE));
  const digest = (tenant: string, searchKey: string): string =>
    createHmac('sha256', key)
      .update(associatedData([tenant, searchKey]))
      .digest()
      .subarray(0, DIGEST_BYTES)
      .toString('base64url');
  return (tenant, searchKeys) => [...new Set(searchKeys)].map((searchKey) => digest(tenant, searchKey)).toSorted();
}
