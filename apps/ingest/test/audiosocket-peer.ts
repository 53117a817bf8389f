import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { frameKinds, writeAudioSocketFrame } from '@earshot/media/audiosocket';

/** One connection of Asterisk. With a UUID, it has announced its call. */
export class AudioSocketPeer {
  readonly closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
  }

  static async open(port: number, callId?: string): Promise<AudioSocketPeer> {
    const socket = connect({ host: '127.0.0.1', port });
    const peer = new AudioSocketPeer(socket);
    await once(socket, 'connect');
    if (callId !== undefined) peer.sendFrame(frameKinds.id, Buffer.from(callId.replaceAll('-', ''), 'hex'));
    return peer;
  }

  sendFrame(kind: number, payload: Uint8Array): void {
    this.socket.write(writeAudioSocketFrame(kind, payload));
  }

  /** Linear samples at 8 kHz, unless the kind says otherwise. */
  sendAudio(samples: Uint8Array, kind = 0x10): void {
    this.sendFrame(kind, samples);
  }

  hangUp(): void {
    this.sendFrame(frameKinds.hangUp, new Uint8Array(0));
  }
}
