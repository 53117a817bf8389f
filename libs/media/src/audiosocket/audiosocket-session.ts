import { callIdSchema, type CallId } from '@earshot/contracts';
import type { AudioSocketErrorCode } from './audiosocket-errors.js';
import { AudioSocketReader, audioKindRatesHz, frameKinds, type AudioSocketFrame } from './audiosocket-frames.js';

/** What the owner of the connection has to do, in order. */
export type AudioSocketAction =
  /** The call of the connection: its UUID came, and then its first audio, which says the rate. */
  | { readonly kind: 'start-call'; readonly callId: CallId; readonly sampleRateHz: number }
  /** Linear 16-bit samples of one track, low byte first. */
  | { readonly kind: 'audio'; readonly samples: Uint8Array }
  | { readonly kind: 'report-problem'; readonly code: AudioSocketErrorCode }
  | { readonly kind: 'end-call' }
  /** Close the connection. The session ignores all later input. */
  | { readonly kind: 'close'; readonly code: AudioSocketErrorCode };

const ID_BYTES = 16;
/** The only error code of Asterisk that is a normal end: the calling party hung up. */
const PEER_HUNG_UP = 1;

/** One AudioSocket connection of Asterisk: bytes in, actions out. It holds no socket, clock or timer. Digits go nowhere. */
export class AudioSocketSession {
  private readonly reader = new AudioSocketReader();
  private callId: CallId | undefined;
  private sampleRateHz: number | undefined;
  private isOver = false;

  /** Whether the UUID came. */
  get hasId(): boolean {
    return this.callId !== undefined;
  }

  receiveBytes(bytes: Uint8Array): readonly AudioSocketAction[] {
    if (this.isOver) return [];
    return this.reader.receiveBytes(bytes).flatMap((frame) => (this.isOver ? [] : this.receiveFrame(frame)));
  }

  private receiveFrame({ kind, payload }: AudioSocketFrame): readonly AudioSocketAction[] {
    if (kind === frameKinds.hangUp) return this.end();
    if (this.callId === undefined || kind === frameKinds.id) return this.receiveId(kind, payload);
    const sampleRateHz = audioKindRatesHz.get(kind);
    if (sampleRateHz !== undefined) return this.receiveAudio(this.callId, sampleRateHz, payload);
    if (kind !== frameKinds.error) return [];
    return payload[0] === PEER_HUNG_UP ? this.end() : [{ kind: 'report-problem', code: 'AUDIOSOCKET_PEER_FAILED' }];
  }

  private receiveId(kind: number, payload: Uint8Array): readonly AudioSocketAction[] {
    if (kind !== frameKinds.id) return this.close('AUDIOSOCKET_ID_MISSING');
    if (payload.length !== ID_BYTES || this.callId !== undefined) return this.close('AUDIOSOCKET_FRAME_INVALID');
    const hex = Array.from(payload, (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.callId = callIdSchema.parse(hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    return [];
  }

  private receiveAudio(callId: CallId, sampleRateHz: number, samples: Uint8Array): readonly AudioSocketAction[] {
    if (samples.length % 2 !== 0) return this.close('AUDIOSOCKET_FRAME_INVALID');
    if (samples.length === 0) return [];
    const audio: AudioSocketAction = { kind: 'audio', samples };
    if (this.sampleRateHz === sampleRateHz) return [audio];
    if (this.sampleRateHz !== undefined) return this.close('AUDIOSOCKET_RATE_CHANGED');
    this.sampleRateHz = sampleRateHz;
    return [{ kind: 'start-call', callId, sampleRateHz }, audio];
  }

  private end(): readonly AudioSocketAction[] {
    this.isOver = true;
    return [{ kind: 'end-call' }];
  }

  private close(code: AudioSocketErrorCode): readonly AudioSocketAction[] {
    this.isOver = true;
    return [{ kind: 'close', code }];
  }
}
