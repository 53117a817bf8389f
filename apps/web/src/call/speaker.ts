import type { Channel } from '@earshot/graphql-api';

/** Who is heard on a channel, as readers see it. */
export const speakerLabels: Record<Channel, string> = { CUSTOMER: 'Customer', AGENT: 'Agent' };
