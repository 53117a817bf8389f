import { createForkSession, type ForkStart, type ForkVendor } from '@earshot/media/freeswitch';
import type { CallStart } from '../../call/call-start.js';
import { CallConnection } from '../call-connection.js';
import { createRoster } from '../create-roster.js';
import { findBasicKey } from '../find-key.js';
import type { MediaSource } from '../media-source.js';

/**
 * Calls whose audio a phone system forks as FreeSWITCH does, on the path of its name. `mod_audio_fork` sends a user and a password
 * (MOD_AUDIO_BASIC_AUTH_USERNAME, MOD_AUDIO_BASIC_AUTH_PASSWORD), `mod_audio_stream` the headers of STREAM_EXTRA_HEADERS.
 */
const createForkSource = (vendor: ForkVendor): MediaSource => ({
  start: (context) => {
    const { clock, clientTimeoutMs, serveSockets } = context;
    const options = { vendor, timeoutMs: clientTimeoutMs };
    const source = { name: vendor, toCallStart: (start: ForkStart) => toCallStart(start, vendor) };
    return serveSockets(
      `/api/v1/${vendor}`,
      (socket, origin) =>
        new CallConnection(socket, createForkSession(options, clock.nowMs()), source, origin, context),
      { findKey: findBasicKey },
    );
  },
});

/** The sources of forked audio, by name. Each is on only where EARSHOT_SOURCES names it. */
export const forkSources = {
  freeswitch: { settings: {}, isDefault: false, create: () => createForkSource('freeswitch') },
  jambonz: { settings: {}, isDefault: false, create: () => createForkSource('jambonz') },
  vonage: { settings: {}, isDefault: false, create: () => createForkSource('vonage') },
  asterisk: { settings: {}, isDefault: false, create: () => createForkSource('asterisk') },
};

const toCallStart = (
  { sampleRateHz, codec, channelCount, roles, ...call }: ForkStart,
  vendor: ForkVendor,
): CallStart => ({
  ...call,
  ...createRoster(
    roles.map((role) => role ?? 'UNKNOWN'),
    call,
  ),
  isNewId: false,
  source: vendor,
  format: { sampleRateHz, codec, channelCount },
});
