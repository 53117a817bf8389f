import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { Failure, type Sealer } from '@earshot/ports';

/** A sealer with a key of its own, for tests whose subject is not the master key. It really encrypts. */
export class TestSealer implements Sealer {
  readonly keyVersion = 'test';
  readonly maxOverheadBytes = 28;
  private readonly key = randomBytes(32);

  async seal(plain: Uint8Array, about: readonly string[]): Promise<Uint8Array> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(bindTo(about));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  async open(sealed: Uint8Array, about: readonly string[]): Promise<Uint8Array> {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, sealed.subarray(0, 12))
        .setAAD(bindTo(about))
        .setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    } catch {
      throw new Failure('SEALED_DAMAGED', 'The sealed bytes were changed, or they belong to something else.');
    }
  }

  async fingerprint(data: Uint8Array): Promise<string> {
    return createHmac('sha256', this.key).update(data).digest('hex').slice(0, 32);
  }
}

const bindTo = (about: readonly string[]): Buffer => Buffer.from(about.map((text) => `${text.length}:${text}`).join());
