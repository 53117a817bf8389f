import type { ForkVendor } from '@earshot/media/freeswitch';
import type { PlayOptions } from './play-options.js';
import type { PlayProtocol } from './play-protocol.js';
import { pathOf } from './server-path.js';

/** FreeSWITCH or jambonz: metadata, then binary L16. A call ends with its socket. */
export function forkProtocol(options: PlayOptions, callId: string, vendor: ForkVendor): PlayProtocol {
  const { audio, agentId, fromNumber, toNumber } = options;
  const metadata = {
    [vendor === 'jambonz' ? 'callSid' : 'uuid']: callId,
    mixType: audio.channelCount === 2 ? 'stereo' : 'mono',
    sampleRate: audio.sampleRateHz,
    direction: 'inbound',
    from: fromNumber,
    to: toNumber,
    agentId,
  };
  return {
    chunkMs: 20,
    addressOn: (url) => pathOf(url, `/api/v1/${vendor}`),
    startMessages: () => [metadata],
    nextMessageAtMs: Infinity,
    takeMessages: () => [],
  };
}
