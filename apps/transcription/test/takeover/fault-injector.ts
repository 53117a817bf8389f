type End = 'before' | 'after';

/**
 * The power supply of one process. It fails at the nth effect on the world outside, just before it or just after it. After
 * it, the effect has happened and the process does not learn about it. A process that was only frozen gets its power back.
 */
export class Power {
  readonly out: Promise<void>;
  effects = 0;
  private cut: () => void = () => {};
  private restored: Promise<void> | null = null;
  private restore: () => void = () => {};
  isOn = true;

  constructor(private readonly failure?: { readonly atEffect: number; readonly end: End }) {
    this.out = new Promise((resolve) => (this.cut = resolve));
  }

  fail(): void {
    if (!this.isOn) return;
    this.isOn = false;
    this.restored = new Promise((resolve) => (this.restore = resolve));
    this.cut();
  }

  /** The interrupted effect happens now. */
  comeBack(): void {
    this.isOn = true;
    this.restore();
  }

  async effect<T>(act: () => Promise<T>): Promise<T> {
    this.effects += 1;
    const isLast = this.effects === this.failure?.atEffect;
    if (isLast && this.failure?.end === 'before') this.fail();
    if (!this.isOn) await this.restored;
    const done = await act();
    if (isLast && this.failure?.end === 'after') this.fail();
    if (!this.isOn) await this.restored;
    return done;
  }
}
