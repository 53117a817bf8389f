import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** So near to the end, in pixels, counts as being at it. */
const nearPx = 48;

export interface Following {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  /** Whether the view follows the newest line; it stops when the reader scrolls up. */
  readonly following: boolean;
  readonly jump: () => void;
}

/** Keeps a scrolled box at its end while its content grows, until the reader scrolls away, and again once back there. */
export function useFollowing(startAtEnd: boolean): Following {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(startAtEnd);
  const wanted = useRef(startAtEnd);
  const lastTop = useRef(0);

  const follow = useCallback((next: boolean) => {
    wanted.current = next;
    setFollowing(next);
  }, []);

  const toEnd = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
  }, []);

  useEffect(() => {
    const box = scroller.current;
    const inside = content.current;
    if (!box || !inside) return undefined;
    const onScroll = (): void => {
      const restPx = box.scrollHeight - box.scrollTop - box.clientHeight;
      // Only the reader moves up; growing content leaves the position or moves it down.
      if (box.scrollTop < lastTop.current - 1 && restPx > nearPx) follow(false);
      else if (restPx <= nearPx) follow(true);
      lastTop.current = box.scrollTop;
    };
    const onGrowth = new ResizeObserver(() => {
      if (wanted.current) toEnd();
    });
    box.addEventListener('scroll', onScroll, { passive: true });
    onGrowth.observe(inside);
    onGrowth.observe(box);
    return () => {
      box.removeEventListener('scroll', onScroll);
      onGrowth.disconnect();
    };
  }, [follow, toEnd]);

  const jump = useCallback(() => {
    follow(true);
    toEnd();
  }, [follow, toEnd]);

  return { scroller, content, following, jump };
}
