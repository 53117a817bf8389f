import { AUDIOHOOK_RATE_HZ } from './media-position.js';

/** A message of the server, as a client reads it. */
export interface AudiohookServerMessage {
  readonly type: string;
  readonly seq: number;
  readonly clientseq: number;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The client's side of the numbering of one session: for programs that play a phone system. */
export class AudiohookClientMessages {
  private clientSeq = 0;
  private serverSeq = 0;

  constructor(readonly sessionId: string) {}

  /** Words the next message. `positionSample`: the client's media clock. */
  write(type: string, parameters: object, positionSample: number): string {
    this.clientSeq += 1;
    return JSON.stringify({
      version: '2',
      id: this.sessionId,
      type,
      seq: this.clientSeq,
      serverseq: this.serverSeq,
      position: formatPosition(positionSample),
      parameters,
    });
  }

  /** Reads a message of the server and remembers its number. */
  read(text: string): AudiohookServerMessage {
    const message = JSON.parse(text) as AudiohookServerMessage;
    this.serverSeq = message.seq;
    return message;
  }
}

/** A position or a length as the protocol writes it, e.g. `PT1.25S`. */
export const formatPosition = (samples: number): string => `PT${samples / AUDIOHOOK_RATE_HZ}S`;
