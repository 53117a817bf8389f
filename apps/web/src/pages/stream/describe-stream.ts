import type { StreamRefusal } from './stream-state.js';

const texts: Readonly<Record<string, string>> = {
  DENIED: 'The browser was not allowed to capture the sound. Allow it beside the address of this page, then try again.',
  NO_SOUND_SHARED: 'The tab was shared without its sound. Choose a tab, and switch on “Also share tab audio”.',
  NO_MICROPHONE: 'There is no microphone. Connect one, then try again.',
  MICROPHONE_BUSY: 'The microphone does not answer. Close other programs that use it, then try again.',
  NOT_SECURE: 'A browser captures sound only on pages with a secure address (https). Ask your administrator.',
  UNSUPPORTED: 'This browser cannot capture this sound. Use a current Chrome or Edge.',
  FORBIDDEN: 'Your account may not send calls.',
  UNAUTHENTICATED: 'Your session has ended. Sign in again.',
  NO_INGEST_ADDRESS: 'This Earshot does not say where calls are sent to. Ask your administrator.',
  UNREACHABLE: 'The part of Earshot that receives calls cannot be reached from here. Ask your administrator.',
  CALL_ALREADY_ENDED: 'The connection was away for too long, and Earshot has closed the call.',
  CALL_TAKEN_OVER: 'Another window goes on with this call.',
  CALL_LIMIT_REACHED: 'Earshot has as many calls as it can take. Try again later.',
  TOO_MANY_CALLS_OF_CLIENT: 'You have too many calls at once. End one first.',
  TOO_MANY_KEYS: 'Too many people send calls at the moment. Try again later.',
};

const BUSY = 'Earshot is busy at the moment. Try again in a minute.';
const busyCodes: ReadonlySet<string> = new Set([
  'SERVICE_BUSY',
  'DATABASE_SLOW',
  'TOO_MANY_STARTS',
  'STORE_UNAVAILABLE',
  'RATE_LIMITED',
]);

/** Why no call is sent, for the person who wants to send one. */
export const describeStreamRefusal = (reason: StreamRefusal): string =>
  texts[reason] ?? (busyCodes.has(reason) ? BUSY : 'Earshot did not take the call. Try again.');
