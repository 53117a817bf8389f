/**
 * `NEW`: no open came yet. `UNAUTHORIZED`: the client failed the check of its upgrade, and hears so when it opens. `OPENING`:
 * the owner decides about the call. `PROBE`: opened, without a call. `ACTIVE`: audio comes. `PAUSED`: the client said that
 * it sends none. `CLOSING`: the client closed the session, the bus does not have everything yet. `DISCONNECTING`: the client
 * was told to close. `DONE`: closed; the client has to close the connection. `CLOSED`: the connection is gone or being closed.
 */
export const audiohookStates = [
  'NEW',
  'UNAUTHORIZED',
  'OPENING',
  'PROBE',
  'ACTIVE',
  'PAUSED',
  'CLOSING',
  'DISCONNECTING',
  'DONE',
  'CLOSED',
] as const;
export type AudiohookState = (typeof audiohookStates)[number];

/**
 * The inputs of a session: each type of message, `AUDIO`, a message that breaks the protocol (`BROKEN`), one that is too large
 * or came too often (`FLOOD`), and the lost connection (`GONE`).
 */
export type AudiohookSignal =
  | 'open'
  | 'close'
  | 'ping'
  | 'paused'
  | 'resumed'
  | 'discarded'
  | 'update'
  | 'error'
  | 'AUDIO'
  | 'BROKEN'
  | 'FLOOD'
  | 'GONE';

/** The names of the session's handlers. */
export const audiohookRuleNames = [
  'openSession',
  'refuseClient',
  'refuseOpen',
  'closeSession',
  'answerPing',
  'pauseCall',
  'resumeCall',
  'discardAudio',
  'updateCall',
  'noteClientError',
  'receiveAudio',
  'receivePausedAudio',
  'receiveLateAudio',
  'breakOff',
  'closeSocket',
  'loseCall',
  'ignore',
] as const;
export type AudiohookRule = (typeof audiohookRuleNames)[number];

/** The same rule in every state of a client that may speak. `UNAUTHORIZED` answers nothing else than that it is. */
const always = <const Rule extends AudiohookRule>(rule: Rule) =>
  ({
    NEW: rule,
    UNAUTHORIZED: 'refuseClient',
    OPENING: rule,
    PROBE: rule,
    ACTIVE: rule,
    PAUSED: rule,
    CLOSING: rule,
    DISCONNECTING: rule,
    DONE: rule,
    CLOSED: 'ignore',
  }) as const;

/** All rules of a session: signal × state → rule. A new signal or state does not compile until each cell has a rule. */
export const audiohookRules = {
  open: { ...always('refuseOpen'), NEW: 'openSession' },
  close: { ...always('closeSession'), CLOSING: 'ignore', DONE: 'ignore' },
  ping: { ...always('answerPing'), DONE: 'ignore' },
  paused: { ...always('ignore'), ACTIVE: 'pauseCall', PAUSED: 'pauseCall' },
  resumed: { ...always('ignore'), ACTIVE: 'resumeCall', PAUSED: 'resumeCall' },
  discarded: { ...always('ignore'), ACTIVE: 'discardAudio', PAUSED: 'discardAudio' },
  update: { ...always('ignore'), ACTIVE: 'updateCall', PAUSED: 'updateCall' },
  error: always('noteClientError'),
  AUDIO: {
    ...always('breakOff'),
    ACTIVE: 'receiveAudio',
    PAUSED: 'receivePausedAudio',
    DISCONNECTING: 'receiveLateAudio',
    CLOSING: 'ignore',
    DONE: 'ignore',
  },
  BROKEN: { ...always('breakOff'), CLOSING: 'ignore', DISCONNECTING: 'ignore', DONE: 'ignore' },
  FLOOD: { ...always('closeSocket'), UNAUTHORIZED: 'closeSocket' },
  GONE: { ...always('loseCall'), UNAUTHORIZED: 'loseCall' },
} as const satisfies Record<AudiohookSignal, Record<AudiohookState, AudiohookRule>>;
