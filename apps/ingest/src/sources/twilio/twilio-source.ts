import { twilioDialects, TwilioSession, type TwilioVendor } from '@earshot/media/twilio';
import { CallConnection } from '../call-connection.js';
import type { MediaSource, SocketOptions } from '../media-source.js';
import { toCallStart } from './to-call-start.js';

export const twilioPath = (vendor: TwilioVendor): string => `/api/v1/${vendor}`;

export interface TwilioSourceOptions extends Pick<SocketOptions, 'authenticate' | 'findKey'> {
  /** The accounts of the vendor that may send calls; empty: every one. */
  readonly allowedAccounts: readonly string[];
}

/** Calls from a phone system of Twilio's family, on the path of its name. */
export const createTwilioSource = (vendor: TwilioVendor, options: TwilioSourceOptions): MediaSource => ({
  start: (context) => {
    const { allowedAccounts, ...socketOptions } = options;
    const { clock, clientTimeoutMs, serveSockets } = context;
    const sessionOptions = {
      dialect: twilioDialects[vendor],
      timeoutMs: clientTimeoutMs,
      ...(allowedAccounts.length > 0 && { allowedAccounts }),
    };
    const source = {
      name: vendor,
      toCallStart: (start: Parameters<typeof toCallStart>[0]) => toCallStart(start, vendor),
    };
    return serveSockets(
      twilioPath(vendor),
      (socket, origin) =>
        new CallConnection(socket, new TwilioSession(sessionOptions, clock.nowMs()), source, origin, context),
      socketOptions,
    );
  },
});
