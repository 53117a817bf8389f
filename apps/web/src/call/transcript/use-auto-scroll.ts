import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** A scroll position within this many pixels of the end counts as the end. */
const endTolerancePx = 48;

export interface AutoScroll {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Whether the newest line stays in view. Scrolling up turns this off, scrolling to the end turns it on. */
  readonly isFollowing: boolean;
  readonly scrollToEnd: () => void;
}

/** Keeps a scrolling box at its end while its content grows, unless the reader scrolled up. */
export function useAutoScroll(startAtEnd: boolean): AutoScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(startAtEnd);
  // The listeners below read the newest value without being registered again.
  const following = useRef(startAtEnd);
  const lastTopPx = useRef(0);

  const setFollowing = useCallback((next: boolean) => {
    following.current = next;
    setIsFollowing(next);
  }, []);

  const moveToEnd = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    lastTopPx.current = box.scrollTop;
  }, []);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return undefined;
    const onScroll = (): void => {
      const belowPx = box.scrollHeight - box.scrollTop - box.clientHeight;
      // Only the reader moves the box up; growing content leaves the position or moves it down.
      const movedUp = box.scrollTop < lastTopPx.current - 1;
      if (belowPx <= endTolerancePx) setFollowing(true);
      else if (movedUp) setFollowing(false);
      lastTopPx.current = box.scrollTop;
    };
    const growth = new ResizeObserver(() => {
      if (following.current) moveToEnd();
    });
    box.addEventListener('scroll', onScroll, { passive: true });
    growth.observe(inner);
    growth.observe(box);
    return () => {
      box.removeEventListener('scroll', onScroll);
      growth.disconnect();
    };
  }, [setFollowing, moveToEnd]);

  const scrollToEnd = useCallback(() => {
    setFollowing(true);
    moveToEnd();
  }, [setFollowing, moveToEnd]);

  return { scroller, content, isFollowing, scrollToEnd };
}
