/** The parameters of each message that the server sends (AudioHook protocol reference, "server messages"). */
export interface AudiohookServerParameters {
  readonly opened: {
    readonly media: readonly unknown[];
    readonly startPaused?: true;
    readonly supportedLanguages?: [];
  };
  readonly closed: Readonly<Record<string, never>>;
  readonly pong: Readonly<Record<string, never>>;
  readonly pause: Readonly<Record<string, never>>;
  readonly resume: Readonly<Record<string, never>>;
  readonly updated: Readonly<Record<string, never>>;
  readonly disconnect: { readonly reason: 'completed' | 'unauthorized' | 'error'; readonly info?: string };
  readonly reconnect: { readonly reason: 'rebalance' };
}

/** Numbers the messages of both sides of one session. */
export class SessionMessages {
  private serverSeq = 0;
  private clientSeq = 0;

  constructor(
    /** Undefined until the first message names it, if the upgrade did not. */
    private id: string | undefined,
  ) {}

  get sessionId(): string {
    return this.id ?? NIL_UUID;
  }

  /** Counts a message of the client. Returns which rule it breaks; null if none. */
  receive(message: {
    readonly id: string;
    readonly seq: number;
    readonly serverseq: number;
  }): 'SEQUENCE_BROKEN' | 'SERVER_SEQUENCE_UNKNOWN' | 'SESSION_ID_WRONG' | null {
    this.id ??= message.id;
    if (message.id !== this.id) return 'SESSION_ID_WRONG';
    if (message.seq !== this.clientSeq + 1) return 'SEQUENCE_BROKEN';
    this.clientSeq = message.seq;
    return message.serverseq > this.serverSeq ? 'SERVER_SEQUENCE_UNKNOWN' : null;
  }

  /** Words the next message of the server. */
  write<Type extends keyof AudiohookServerParameters>(type: Type, parameters: AudiohookServerParameters[Type]): string {
    this.serverSeq += 1;
    return JSON.stringify({
      version: '2',
      id: this.sessionId,
      type,
      seq: this.serverSeq,
      clientseq: this.clientSeq,
      parameters,
    });
  }
}

/** Stands for "none" in AudioHook: a session without an id, the conversation of a connection probe. */
export const NIL_UUID = '00000000-0000-0000-0000-000000000000';
