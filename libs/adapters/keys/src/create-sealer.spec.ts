import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealer } from './create-sealer.js';
import { LocalMasterKey } from './local-master-key.js';

const WORDS = 'wordsthatnobodymayread';
const about = ['letter-1', 'calls.transcript', 'call-1'];
const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const sealerWith = (...keys: [Uint8Array, ...Uint8Array[]]) => createSealer(new LocalMasterKey(keys));
const plain = Buffer.from(`{"text":"${WORDS}"}`);

describe('createSealer', () => {
  it.each([0, 1, 31, 1_000, 700_000])('opens what it sealed, byte for byte: %d bytes', async (length) => {
    const sealer = sealerWith(first);
    const bytes = randomBytes(length);
    const sealed = await sealer.seal(bytes, about);
    expect(sealed.length).toBeLessThanOrEqual(length + sealer.maxOverheadBytes);
    expect(Buffer.from(await sealer.open(sealed, about)).equals(bytes)).toBe(true);
  });

  it('leaves nothing readable, and seals the same message differently each time', async () => {
    const sealer = sealerWith(first);
    const [one, two] = await Promise.all([sealer.seal(plain, about), sealer.seal(plain, about)]);
    expect(Buffer.from(one).includes(WORDS)).toBe(false);
    expect(Buffer.from(one).includes(first)).toBe(false);
    expect(Buffer.from(one).equals(two)).toBe(false);
  });

  it('refuses every changed byte', async () => {
    const sealer = sealerWith(first);
    const sealed = await sealer.seal(plain, about);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(sealer.open(changed, about)).rejects.toMatchObject({
        code: expect.stringMatching(/^SEALED_(DAMAGED|KEY_UNKNOWN)$/),
        retryable: false,
      });
    }
    for (let length = 0; length < sealed.length; length++)
      await expect(sealer.open(sealed.subarray(0, length), about)).rejects.toMatchObject({
        code: expect.stringMatching(/^SEALED_(DAMAGED|KEY_UNKNOWN)$/),
      });
  });

  it.each([
    [['letter-2', 'calls.transcript', 'call-1']],
    [['letter-1', 'calls.insight', 'call-1']],
    [['letter-1', 'calls.transcript', 'call-2']],
    [['letter-1calls', '.transcript', 'call-1']],
    [['letter-1', 'calls.transcript']],
    [[]],
  ])('refuses bytes that were sealed about something else: %j', async (other) => {
    const sealer = sealerWith(first);
    await expect(sealer.open(await sealer.seal(plain, about), other)).rejects.toMatchObject({ code: 'SEALED_DAMAGED' });
  });

  it('does not open the message of one envelope with the data key of another', async () => {
    const sealer = sealerWith(first);
    const [one, two] = [await sealer.seal(plain, about), await sealer.seal(plain, about)];
    const headerBytes = one.length - plain.length - 28;
    const swapped = Buffer.concat([one.subarray(0, headerBytes), two.subarray(headerBytes)]);
    await expect(sealer.open(swapped, about)).rejects.toMatchObject({ code: 'SEALED_DAMAGED' });
  });

  it('opens with every version of the master key and seals with the newest', async () => {
    const old = await sealerWith(first).seal(plain, about);
    const rotated = sealerWith(first, second);
    expect(Buffer.from(await rotated.open(old, about)).equals(plain)).toBe(true);
    expect(rotated.keyVersion).toBe(sealerWith(second).keyVersion);
    const recent = await rotated.seal(plain, about);
    expect(Buffer.from(await sealerWith(second).open(recent, about)).equals(plain)).toBe(true);
    await expect(sealerWith(first).open(recent, about)).rejects.toMatchObject({ code: 'SEALED_KEY_UNKNOWN' });
  });

  it('names the version that is missing, and no key', async () => {
    const sealed = await sealerWith(first).seal(plain, about);
    const error = await sealerWith(third)
      .open(sealed, about)
      .catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'SEALED_KEY_UNKNOWN', retryable: false });
    expect(String(error)).toContain(sealerWith(first).keyVersion);
    for (const key of [first, third]) {
      expect(String(error)).not.toContain(key.toString('base64'));
      expect(String(error)).not.toContain(key.toString('hex').slice(0, 16));
    }
  });

  it('fingerprints the same data alike after a rotation, and differently under another key', async () => {
    const print = await sealerWith(first).fingerprint(plain);
    expect(print).toMatch(/^[0-9a-f]{32}$/);
    expect(await sealerWith(first, second).fingerprint(plain)).toBe(print);
    expect(await sealerWith(second).fingerprint(plain)).not.toBe(print);
    expect(await sealerWith(first).fingerprint(Buffer.from('other'))).not.toBe(print);
  });
});
