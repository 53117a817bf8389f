/** The last so many ids; the oldest is forgotten first. */
export class RecentIds {
  private readonly ids = new Set<string>();

  constructor(private readonly max: number) {}

  add(id: string): void {
    this.ids.delete(id);
    this.ids.add(id);
    if (this.ids.size <= this.max) return;
    const { value } = this.ids.values().next();
    if (value !== undefined) this.ids.delete(value);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }
}
