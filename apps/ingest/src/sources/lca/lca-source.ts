import { LcaSession } from '@earshot/media/lca';
import type { MediaSource } from '../media-source.js';
import { LcaConnection } from './lca-connection.js';
import type { LcaSettings } from './lca-settings.js';

/** The path of LCA's own server. */
export const LCA_PATH = '/api/v1/ws';

/** Calls over the WebSocket protocol of AWS Live Call Analytics. */
export const createLcaSource = (path: string, settings: LcaSettings): MediaSource => ({
  start: ({ calls, clock, newId, telemetry, clientTimeoutMs, serveSockets }) => {
    const options = { newId, timeoutMs: clientTimeoutMs, repairBrowserAudio: settings.EARSHOT_LCA_BROWSER_REPAIR };
    return serveSockets(
      path,
      (socket) => new LcaConnection(socket, new LcaSession(options, clock.nowMs()), calls, clock, telemetry),
    );
  },
});
