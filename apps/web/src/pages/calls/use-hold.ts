import { useEffect, useMemo } from 'react';

/** A reader who does not move for this long is not about to click. */
const restMs = 5_000;

/** Event handlers for a box whose rows keep their places while the reader moves over it. */
export function useHold(hold: () => void, release: () => void) {
  const holder = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = (): void => clearTimeout(timer);
    const onMove = (): void => {
      stop();
      hold();
      timer = setTimeout(release, restMs);
    };
    const onLeave = (): void => {
      stop();
      release();
    };
    return { stop, handlers: { onPointerMove: onMove, onFocus: onMove, onKeyDown: onMove, onPointerLeave: onLeave } };
  }, [hold, release]);
  useEffect(() => holder.stop, [holder]);
  return holder.handlers;
}
