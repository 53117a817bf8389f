import { z } from 'zod';

/** The two sides of a call, in the order of LCA's audio: channel 0 (left) is the customer, channel 1 (right) the agent. */
export const channels = ['CUSTOMER', 'AGENT'] as const;
export const channelSchema = z.enum(channels);
export type Channel = z.infer<typeof channelSchema>;
