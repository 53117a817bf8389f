import type { MediaActions } from '../src/session/media-action.js';
import type { AudiohookErrorCode } from '../src/audiohook/audiohook-errors.js';
import { AudiohookSession, type AudiohookSessionOptions } from '../src/audiohook/audiohook-session.js';
import { AudiohookClientMessages, formatPosition } from '../src/audiohook/client-messages.js';
import type { AudiohookStart } from '../src/audiohook/to-audiohook-start.js';

type Actions = MediaActions<AudiohookStart, AudiohookErrorCode>;

export const SESSION_ID = '30b0e395-84d3-4570-ac13-9a62d8f514c0';
export const ORGANIZATION_ID = 'd7934305-0972-4844-938e-9060eef73d05';
export const CONVERSATION_ID = '090eaa2f-72fa-480a-83e0-8667ff89c0ec';
export const bothChannels = { type: 'audio', format: 'PCMU', channels: ['external', 'internal'], rate: 8_000 };
export const openParameters = {
  organizationId: ORGANIZATION_ID,
  conversationId: CONVERSATION_ID,
  participant: {
    id: '883efee8-3d6c-4537-b500-6d7ca4b92fa0',
    ani: 'tel:+13175550100',
    aniName: 'Ada Client',
    dnis: '+18005550199',
  },
  media: [bothChannels],
};

const utf8 = new TextEncoder();

/** An AudioHook client and its session, on a clock that the test steers. */
export class AudiohookPeer {
  readonly session: AudiohookSession;
  readonly messages = new AudiohookClientMessages(SESSION_ID);
  nowMs = 0;
  positionSample = 0;

  constructor(options: Partial<AudiohookSessionOptions> = {}) {
    this.session = new AudiohookSession({ timeoutMs: 60_000, isAuthorized: true, ...options }, 0);
  }

  send(type: string, parameters: object = {}): Actions {
    return this.sendText(this.messages.write(type, parameters, this.positionSample));
  }

  sendText(text: string): Actions {
    return this.read(this.session.receiveText(utf8.encode(text), this.nowMs));
  }

  /** Both sides speak for this long, as the wall clock goes on. */
  speak(samples: number): Actions {
    this.pass(samples);
    return this.read(this.session.receiveBinary(new Uint8Array(samples * 2), this.nowMs));
  }

  /** Time goes by without audio. */
  pass(samples: number): void {
    this.positionSample += samples;
    this.nowMs += samples / 8;
  }

  tickAfter(ms: number): Actions {
    this.nowMs += ms;
    return this.read(this.session.tick(this.nowMs));
  }

  /** Opens a session with a call, as its owner takes it. */
  open(parameters: object = openParameters): this {
    this.send('open', parameters);
    this.read(this.session.confirmStart());
    return this;
  }

  read(actions: Actions): Actions {
    for (const action of actions) if (action.kind === 'reply') this.messages.read(action.text);
    return actions;
  }
}

export const kindsOf = (actions: Actions) => actions.map(({ kind }) => kind);
export const repliesOf = (actions: Actions) =>
  actions.flatMap((action) => (action.kind === 'reply' ? [JSON.parse(action.text) as Record<string, unknown>] : []));
export const gapsOf = (actions: Actions) =>
  actions.flatMap((action) => (action.kind === 'declare-gap' ? [[action.gap.samples, action.gap.reason]] : []));
export const codesOf = (actions: Actions) =>
  actions.flatMap((action) => (action.kind === 'count-refusal' ? [action.code] : []));
export { formatPosition };
