import { once } from 'node:events';
import WebSocket, { type ClientOptions } from 'ws';
import { SocketClient } from './socket-client.js';

export const customer = { id: 'customer', role: 'CUSTOMER', number: '+15555550123' };
export const agent = { id: 'agent', role: 'AGENT', name: 'Robin' };
export const supervisor = { id: 'supervisor', role: 'SUPERVISOR', name: 'Kim' };

/** Customer, agent, and a track that is reserved for a participant who joins later. */
export const threeTracks = {
  codec: 'L16',
  sampleRateHz: 8_000,
  tracks: [{ participantId: 'customer' }, { participantId: 'agent' }, {}],
  participants: [customer, agent],
};

/** Bytes in 200 ms of three tracks at 8 kHz. */
export const THREE_TRACK_CHUNK = 9_600;

/** The client's side of a socket of the Earshot protocol. */
export class EarshotClient extends SocketClient {
  static async open(url: string, options: ClientOptions = {}): Promise<EarshotClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...options });
    const client = new EarshotClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** Starts a call with three tracks unless the fields say otherwise. */
  start(callId: string | undefined, fields: object = {}): void {
    this.text({ type: 'start', callId, ...threeTracks, ...fields });
  }

  end(): void {
    this.text({ type: 'end' });
  }
}
