import { connect } from 'node:net';
import type { SocketAttack } from './socket-attacks.js';

/**
 * Performs an attack on a port of this machine. Resolves with everything that the server wrote, as latin1 text, when the
 * connection is closed.
 */
export const attackSocket = (port: number, { writes, leaves }: SocketAttack): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (data: Buffer) => (answer += data.toString('latin1')));
    // The server may close while the attack is still written.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    for (const bytes of writes) socket.write(bytes);
    if (leaves === 'END') socket.end();
    if (leaves === 'CUT') socket.write('', () => socket.destroy());
  });

/** The error codes in the replies that the server wrote. */
export const errorCodesIn = (answer: string): string[] =>
  [...answer.matchAll(/\{"type":"error","code":"([^"]*)"/g)].map(([, code = '']) => code);
