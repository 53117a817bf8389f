import { DEFAULT_TENANT, foldUserName } from '@earshot/domain';
import { Failure, type UserStore } from '@earshot/ports';
import { REFRESH_EVERY_MS } from '../bounded-lookups.js';
import type { ProvenPerson } from '../people/find-provisioned-user.js';

/** How often a process reads who is disabled. A person who is disabled loses access within this time. */
export const REFRESH_DISABLED_EVERY_MS = REFRESH_EVERY_MS;

/** Whom a token of the provider names. */
export interface TokenPerson extends ProvenPerson {
  readonly externalId: string;
}

interface Names {
  readonly externalIds: ReadonlySet<string | null>;
  readonly providerIds: ReadonlySet<string | null>;
  readonly names: ReadonlySet<string | null>;
}

/**
 * The people with a disabled account, in memory, at most as many as there may be accounts. While the store does not answer, its
 * last answer counts: a stalled database locks nobody out, and nobody can be disabled then.
 */
export class DisabledPeople {
  private known: Names | undefined;

  constructor(private readonly store: Pick<UserStore, 'listDisabled'>) {}

  /** Finds a person as a sign-in would. Throws retryable `STORE_UNAVAILABLE` if the store has not answered since the start. */
  has({ externalId, providerId, verifiedEmail }: TokenPerson): boolean {
    if (this.known === undefined) throw notYetKnown();
    const { externalIds, providerIds, names } = this.known;
    return (
      externalIds.has(externalId) ||
      (providerId !== null && providerIds.has(providerId)) ||
      (verifiedEmail !== null && names.has(foldUserName(verifiedEmail)))
    );
  }

  /** Reads who is disabled. Call it every `REFRESH_DISABLED_EVERY_MS`. Rejects with retryable `STORE_UNAVAILABLE`. */
  async refresh(): Promise<void> {
    const people = await this.store.listDisabled(DEFAULT_TENANT);
    this.known = {
      externalIds: new Set(people.map(({ externalId }) => externalId)),
      providerIds: new Set(people.map(({ providerId }) => providerId)),
      names: new Set(people.map(({ name }) => name)),
    };
  }
}

const notYetKnown = (): Failure =>
  new Failure('STORE_UNAVAILABLE', 'The access token cannot be checked at the moment. Try again soon.', {
    retryable: true,
  });
