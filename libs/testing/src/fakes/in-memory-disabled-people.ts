import type { DisabledPerson, UserStore } from '@earshot/ports';

/** Keeps in memory who is disabled, as the database would. While `isAway` it gives no answer. */
export class InMemoryDisabledPeople implements Pick<UserStore, 'listDisabled'> {
  isAway = false;
  private people: readonly DisabledPerson[] = [];

  /** Replaces who is disabled. */
  set(...people: readonly Partial<DisabledPerson>[]): void {
    this.people = people.map((person) => ({ externalId: null, providerId: null, name: null, ...person }));
  }

  async listDisabled(): Promise<readonly DisabledPerson[]> {
    return this.isAway ? new Promise(() => undefined) : this.people;
  }
}
