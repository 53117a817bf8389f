/** How many processes share the quotas of the providers. */
export class QuotaShare {
  private count = 1;

  /** `isShared`: the quotas hold for all processes together. Otherwise each process has all of them. */
  constructor(readonly isShared: boolean) {}

  get processes(): number {
    return this.count;
  }

  setProcesses(count: number): void {
    if (this.isShared) this.count = Math.max(1, count);
  }
}
