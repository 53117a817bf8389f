/** Signed upgrades a second for a quarter of a minute, far beyond any call centre. Only signed requests fill the memory. */
const MOST_NONCES = 50_000;

/** Remembers each nonce for as long as its signature is valid, so that a signature counts once. */
export class NonceMemory {
  private readonly forgetAtMs = new Map<string, number>();

  constructor(private readonly most: number = MOST_NONCES) {}

  /** Whether the nonce is new; it is then known until `untilMs`. Refuses when there is no room. */
  take(nonce: string, untilMs: number, nowMs: number): boolean {
    this.forgetOld(nowMs);
    if (this.forgetAtMs.has(nonce) || this.forgetAtMs.size >= this.most) return false;
    this.forgetAtMs.set(nonce, untilMs);
    return true;
  }

  /** The nonces stand in the order in which they came, and so nearly in the order in which they lapse. */
  private forgetOld(nowMs: number): void {
    for (const [nonce, atMs] of this.forgetAtMs) {
      if (atMs > nowMs) return;
      this.forgetAtMs.delete(nonce);
    }
  }
}
