import { unknownConversation } from './conversation.js';
import { phoneSystemProtocol } from './phone-systems.js';
import type { PlayOptions } from './play-options.js';
import { earshotProtocol, lcaProtocol, type PlayProtocol } from './play-protocol.js';

/** LCA has two channels, the customer's and the agent's; every other call without a phone system needs our own protocol. */
export function chooseProtocol(options: PlayOptions, callId: string): PlayProtocol {
  const { audio, conversation, as } = options;
  if (as !== undefined) return phoneSystemProtocol(options, callId, as);
  if (conversation === undefined && audio.channelCount === 2) return lcaProtocol(options, callId);
  return earshotProtocol(options, callId, conversation ?? unknownConversation(audio.channelCount));
}
