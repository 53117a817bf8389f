import type { LcaStart } from '@earshot/media/lca';
import type { CallStart } from '../../call/call-start.js';

/** An LCA call for the core. LCA's channel 0 carries the customer, channel 1 the agent. */
export function toCallStart(start: LcaStart): CallStart {
  const { sampleRateHz, codec, channelCount, ...call } = start;
  return {
    ...call,
    source: 'lca-websocket',
    format: { sampleRateHz, codec, channelCount },
    channels: channelCount === 2 ? ['CUSTOMER', 'AGENT'] : ['CUSTOMER'],
  };
}
