import type { PeopleStores } from '@earshot/access';

const nobodyAsks = new Proxy(
  {},
  { get: (_target, name) => Promise.reject(new Error(`Somebody asked for ${String(name)}.`)) },
);

/** For a gateway at which nobody signs in: it never asks where people are kept. */
export const noPeople = {
  users: nobodyAsks,
  sessions: nobodyAsks,
  tickets: nobodyAsks,
  provisioning: nobodyAsks,
  signInAttempts: nobodyAsks,
} as PeopleStores;
