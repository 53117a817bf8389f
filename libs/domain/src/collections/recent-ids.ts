import { BoundedMap } from './bounded-map.js';

/** Remembers the last `maxIds` ids and forgets the oldest first. */
export class RecentIds {
  private readonly ids: BoundedMap<string, true>;

  constructor(maxIds: number) {
    this.ids = new BoundedMap(maxIds);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    this.ids.set(id, true);
  }
}
