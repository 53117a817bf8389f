import { wrapSubscriptions } from './wrap-subscriptions.js';

/**
 * Returns a function that holds every event back from the database, and kills this process when transcription has received
 * `frames` more messages of audio. Events that were published in between exist only on the bus of this process.
 */
export function injectDeathBehind(): (frames: number) => void {
  let framesLeft = Infinity;
  const isArmed = () => framesLeft < Infinity;
  wrapSubscriptions(({ service, options }) => {
    const { topic, handle } = options;
    if (service === 'persistence' && topic === 'calls.insight')
      return {
        ...options,
        handle: (delivery) => (isArmed() ? new Promise<void>(() => {}) : handle(delivery)),
      };
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
  return (frames) => {
    framesLeft = frames;
  };
}
