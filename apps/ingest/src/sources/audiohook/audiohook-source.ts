import type { IncomingMessage } from 'node:http';
import { AudiohookSession, type AudiohookStart } from '@earshot/media/audiohook';
import type { WebSocket } from 'ws';
import type { CallStart } from '../../call/call-start.js';
import type { CallOrigin } from '../../limits/client-quota.js';
import { CallConnection } from '../call-connection.js';
import type { MediaSource, SocketOptions, SourceContext } from '../media-source.js';
import { AudiohookClients, findOrganization, findSession } from './audiohook-clients.js';
import type { AudiohookSettings } from './audiohook-settings.js';

export const AUDIOHOOK_PATH = '/api/v1/audiohook/ws';

/** A client that is refused again and again shows once in this time. */
const LOG_REFUSAL_EVERY_MS = 1_000;

/** Calls of Genesys Cloud over AudioHook. Without an API key of its own, its clients need an access key as all others do. */
export const createAudiohookSource = (path: string, settings: AudiohookSettings): MediaSource => ({
  start: (context) => {
    const clients = new AudiohookClients(settings);
    return context.serveSockets(
      path,
      (socket, origin, request) => connect(socket, origin, request, { isAuthorized: true, context }),
      clients.areChecked ? checkWith(clients, context) : {},
    );
  },
});

/** Genesys waits for the refusal in the words of its protocol, after the upgrade. */
function checkWith(clients: AudiohookClients, context: SourceContext): SocketOptions {
  let loggedAtMs = -Infinity;
  return {
    authenticate: async (request) => {
      const nowMs = context.clock.nowMs();
      const problem = clients.findProblem(request, nowMs);
      if (problem === null) return { account: findOrganization(request) ?? '' };
      if (nowMs - loggedAtMs >= LOG_REFUSAL_EVERY_MS)
        context.telemetry.logger.warn({ cause: problem }, 'an AudioHook client was refused');
      loggedAtMs = nowMs;
      return 'UNAUTHENTICATED';
    },
    acceptRefused: (socket, _, request) =>
      connect(socket, context.createOrigin({ account: 'nobody' }), request, { isAuthorized: false, context }),
  };
}

function connect(
  socket: WebSocket,
  origin: CallOrigin,
  request: IncomingMessage,
  { isAuthorized, context }: { readonly isAuthorized: boolean; readonly context: SourceContext },
): CallConnection<AudiohookStart> {
  const [sessionId, organizationId] = [findSession(request), findOrganization(request)];
  const options = {
    timeoutMs: context.clientTimeoutMs,
    isAuthorized,
    ...(sessionId !== undefined && { sessionId }),
    ...(organizationId !== undefined && { organizationId }),
  };
  const session = new AudiohookSession(options, context.clock.nowMs());
  return new CallConnection(socket, session, { name: 'audiohook', toCallStart: withLog(context) }, origin, context);
}

/** The log leads from the session, which Genesys shows, to the call. */
const withLog =
  ({ telemetry }: SourceContext) =>
  ({ sessionId, sampleRateHz, codec, channelCount, ...call }: AudiohookStart): CallStart => {
    telemetry.logger.info({ callId: call.callId, sessionId, language: call.language }, 'an AudioHook session opens');
    const format = { sampleRateHz, codec, channelCount };
    return { ...call, isNewId: false, source: 'audiohook', format, isTimed: true };
  };
