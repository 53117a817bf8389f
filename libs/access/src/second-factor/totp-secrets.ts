import { generateSecret, generateURI, verify } from 'otplib';
import type { Sealer } from '@earshot/ports';

const ISSUER = 'Earshot';
const STEP_S = 30;
const CODE = /^\d{6}$/;

/** A second factor that a person sets up. */
export interface NewTotp {
  /** Base32, for people who cannot scan the address as a QR code. */
  readonly secret: string;
  /** `otpauth://…`, as authenticator apps read it. */
  readonly otpauthUrl: string;
  readonly sealedSecret: Uint8Array;
}

/** Makes and checks the codes of authenticator apps (RFC 6238: six digits, 30 s, SHA-1). Secrets are sealed at rest. */
export class TotpSecrets {
  constructor(private readonly sealer: Pick<Sealer, 'seal' | 'open'>) {}

  async createTotp(userId: string, name: string): Promise<NewTotp> {
    const secret = generateSecret();
    const sealedSecret = await this.sealer.seal(Buffer.from(secret), aboutUser(userId));
    return { secret, sealedSecret, otpauthUrl: generateURI({ issuer: ISSUER, label: name, secret }) };
  }

  /** The time step of a right code of now, or of one step before or after; null for a wrong one. Rejects as `Sealer.open`. */
  async findStep(userId: string, sealedSecret: Uint8Array, code: string, nowMs: number): Promise<number | null> {
    if (!CODE.test(code)) return null;
    const secret = Buffer.from(await this.sealer.open(sealedSecret, aboutUser(userId))).toString();
    const result = await verify({ secret, token: code, epoch: Math.floor(nowMs / 1_000), epochTolerance: STEP_S });
    return result.valid && 'timeStep' in result ? result.timeStep : null;
  }
}

const aboutUser = (userId: string): readonly string[] => ['totp', userId];
