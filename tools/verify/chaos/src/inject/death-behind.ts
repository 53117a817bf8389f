import { wrapSubscriptions } from './wrap-subscriptions.js';

export interface DeathBehind {
  /** Messages of audio that transcription still receives before the process dies. */
  readonly frames: number;
  /** What does not reach persistence until then. `insight`: results only, so audio is still recorded. */
  readonly holds: 'insight' | 'everything';
}

/**
 * Returns a function that holds events back from persistence, and kills this process when transcription has received a number
 * of messages of audio. Events that were published in between are on the bus of this process and nowhere else.
 */
export function injectDeathBehind(): (command: DeathBehind) => void {
  let framesLeft = Infinity;
  let holds: DeathBehind['holds'] | null = null;
  wrapSubscriptions(({ service, options }) => {
    const { topic, handle } = options;
    const isHeld = () => holds === 'everything' || (holds === 'insight' && topic === 'calls.insight');
    if (service === 'persistence')
      return { ...options, handle: (delivery) => (isHeld() ? new Promise<void>(() => {}) : handle(delivery)) };
    if (service !== 'transcription' || topic !== 'calls.audio') return options;
    return {
      ...options,
      handle: (delivery) => {
        framesLeft -= 1;
        if (framesLeft <= 0) process.kill(process.pid, 'SIGKILL');
        return handle(delivery);
      },
    };
  });
  return (command) => {
    framesLeft = command.frames;
    holds = command.holds;
  };
}
