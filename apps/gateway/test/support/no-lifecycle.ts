import { err } from '@earshot/contracts';
import type { GatewayAdapters } from '../../src/platform/platform.module.js';

const notFound = async () => err('CALL_NOT_FOUND' as const);

/** Nobody erased or held anything, and there are no policies. Tests of them bring a real store. */
export const noLifecycle: Pick<GatewayAdapters, 'callErasures' | 'callKeeping' | 'retention'> = {
  callErasures: { requestErasure: notFound, listErasures: async () => ({ items: [], hasNextPage: false }) },
  callKeeping: { setHold: notFound, releaseHold: notFound, setRetention: notFound },
  retention: {
    listPolicies: async () => [],
    setPolicy: async () => undefined,
    removePolicy: async () => undefined,
    previewRemoval: async () => ({ days: [], heldCalls: 0 }),
  },
};
