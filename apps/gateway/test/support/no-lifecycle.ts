import { err } from '@earshot/contracts';
import type { GatewayAdapters } from '../../src/platform/platform.module.js';

const notFound = async () => err('CALL_NOT_FOUND' as const);

/** Nobody erased or held anything or was told of anything, and there are no policies. Tests of them bring a real store. */
export const noLifecycle: Pick<GatewayAdapters, 'callErasures' | 'callKeeping' | 'notifications' | 'retention'> = {
  callErasures: { requestErasure: notFound, listErasures: async () => ({ items: [], hasNextPage: false }) },
  callKeeping: { setHold: notFound, releaseHold: notFound, setRetention: notFound },
  notifications: {
    listNotifications: async () => ({ items: [], hasNextPage: false }),
    redeliver: async () => null,
  },
  retention: {
    listPolicies: async () => [],
    setPolicy: async () => undefined,
    removePolicy: async () => undefined,
    previewRemoval: async () => ({ days: [], heldCalls: 0 }),
  },
};
