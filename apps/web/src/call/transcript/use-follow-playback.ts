import { type RefObject, useEffect, useRef } from 'react';
import type { Playback } from '../recording/playback.js';

const findLine = (box: HTMLElement, id: string): HTMLElement | null =>
  box.querySelector<HTMLElement>(`[data-segment="${CSS.escape(id)}"]`);

function isInView(box: HTMLElement, line: HTMLElement): boolean {
  const { top, bottom } = line.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  return bottom > frame.top && top < frame.bottom;
}

/** The line comes to this part of the box's height, so that the next lines are in view too. */
const placeInBox = 0.3;

/**
 * Keeps the line that plays in view. A reader who scrolls away is left alone until the line that plays is in view again,
 * or until the audio is started anew.
 */
export function useFollowPlayback(
  scroller: RefObject<HTMLElement | null>,
  playingId: string | null,
  playback: Playback | null,
): void {
  const isStarting = useRef(false);
  const previousId = useRef<string | null>(null);
  useEffect(
    () =>
      playback?.onStart(() => {
        isStarting.current = true;
      }),
    [playback],
  );
  useEffect(() => {
    const box = scroller.current;
    if (!box || playingId === null) return;
    const previous = previousId.current === null ? null : findLine(box, previousId.current);
    const follows = isStarting.current || (previous !== null && isInView(box, previous));
    previousId.current = playingId;
    isStarting.current = false;
    const line = findLine(box, playingId);
    if (!follows || !line) return;
    const { top, bottom } = line.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (top >= frame.top && bottom <= frame.bottom - frame.height * placeInBox) return;
    box.scrollTop += top - frame.top - frame.height * placeInBox;
  }, [scroller, playingId, playback]);
}
