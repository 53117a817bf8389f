import { createLcaSession } from '@earshot/media/lca';
import { CallConnection } from '../call-connection.js';
import type { MediaSource } from '../media-source.js';
import type { LcaSettings } from './lca-settings.js';
import { toCallStart } from './to-call-start.js';

/** The path of LCA's own server. */
export const LCA_PATH = '/api/v1/ws';

/** Calls over the WebSocket protocol of AWS Live Call Analytics. */
export const createLcaSource = (path: string, settings: LcaSettings): MediaSource => ({
  start: (context) => {
    const { clock, newId, clientTimeoutMs, serveSockets } = context;
    const options = { newId, timeoutMs: clientTimeoutMs, repairBrowserAudio: settings.EARSHOT_LCA_BROWSER_REPAIR };
    const source = { name: 'lca', toCallStart };
    return serveSockets(
      path,
      (socket, origin) => new CallConnection(socket, createLcaSession(options, clock.nowMs()), source, origin, context),
      { keyParameter: settings.EARSHOT_LCA_QUERY_KEYS ? 'authorization' : undefined },
    );
  },
});
