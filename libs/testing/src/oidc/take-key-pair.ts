import { generateKeyPair, type CryptoKey } from 'jose';

/** Key pairs that are taken one after another differ, up to this many. No test compares more. */
const DIFFERENT_PAIRS = 8;

interface KeyPair {
  readonly publicKey: CryptoKey;
  readonly privateKey: CryptoKey;
}

/** The key pairs of each algorithm in the order in which they were taken, and how many were. */
const taken = new Map<string, { readonly pairs: Promise<KeyPair>[]; count: number }>();

/** A key pair that can be exported. An RSA pair takes 0.2 s of processor time to make, so a test file makes a few and takes them in turn. */
export function takeKeyPair(algorithm: string): Promise<KeyPair> {
  const known = taken.get(algorithm) ?? { pairs: [], count: 0 };
  taken.set(algorithm, known);
  const at = known.count % DIFFERENT_PAIRS;
  known.count += 1;
  return (known.pairs[at] ??= generateKeyPair(algorithm, { extractable: true }));
}
