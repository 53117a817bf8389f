import type { TwilioStart, TwilioVendor } from '@earshot/media/twilio';
import type { CallStart } from '../../call/call-start.js';
import { createRoster } from '../create-roster.js';

/** A call of Twilio's family for the core. Each track is one participant's. */
export function toCallStart(start: TwilioStart, vendor: TwilioVendor): CallStart {
  const { sampleRateHz, codec, channelCount, tracks, accountId: _, ...call } = start;
  const roster = createRoster(
    tracks.map(({ role }) => role),
    call,
  );
  const format = { sampleRateHz, codec, channelCount };
  return { ...call, ...roster, isNewId: false, isTimed: true, source: vendor, format };
}
