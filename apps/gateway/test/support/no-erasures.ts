import { err } from '@earshot/contracts';
import type { CallErasures } from '@earshot/ports';

/** Nobody erased anything. Tests of erasures bring a real store. */
export const noErasures: CallErasures = {
  requestErasure: async () => err('CALL_NOT_FOUND'),
  listErasures: async () => ({ items: [], hasNextPage: false }),
};
