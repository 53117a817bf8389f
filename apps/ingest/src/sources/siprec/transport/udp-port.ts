import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { plainAddress, type SipPort, type SipPortEvents } from './sip-path.js';

/** Room for a burst of INVITEs of two kilobytes each while the process does something else. */
const RECEIVE_BUFFER_BYTES = 4 * 1_048_576;
const PING = '\r\n\r\n';
const PONG = Buffer.from('\r\n');
const HIGHEST_PORT = 65_535;

/** Speaks SIP over UDP. Rejects when the port cannot be opened. */
export async function openUdpPort(
  host: string,
  port: number,
  events: Pick<SipPortEvents, 'receive'>,
): Promise<SipPort> {
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
  const { port: localPort } = socket.address();
  let isClosed = false;
  // A datagram that cannot be delivered is as good as lost, and its sender sends again.
  socket.on('error', () => undefined);
  socket.on('message', (bytes, sender) => {
    const peer = { address: plainAddress(sender.address), port: sender.port };
    const send = (answer: Uint8Array, toPort = peer.port) => {
      // The socket throws after its end, and at a port out of range, which a Via or a Contact may name.
      if (isClosed || toPort < 1 || toPort > HIGHEST_PORT) return;
      socket.send(answer, toPort, sender.address, () => undefined);
    };
    if (bytes.length > 0 && bytes.length <= PING.length && PING.startsWith(bytes.toString('latin1'))) return send(PONG);
    events.receive(bytes, { transport: 'UDP', isReliable: false, peer, localPort, send });
  });
  return {
    port: localPort,
    tick: () => undefined,
    close: () => {
      isClosed = true;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}
