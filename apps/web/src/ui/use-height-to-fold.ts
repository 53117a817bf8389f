import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Space below the element. */
const marginPx = 16;

/** Makes an element as high as the window below its place on the page, so that its end is in view before any scrolling. */
export function useHeightToFold<T extends HTMLElement>(): RefObject<T | null> {
  const element = useRef<T>(null);
  useLayoutEffect(() => {
    const box = element.current;
    const container = box?.parentElement;
    if (!box || !container) return undefined;
    const fit = (): void => {
      // The place of the container: the element itself may stick to the top of the window.
      const topPx = container.getBoundingClientRect().top + window.scrollY;
      box.style.setProperty('--fold-height', `${Math.round(window.innerHeight - topPx - marginPx)}px`);
    };
    fit();
    // Whatever appears above the element moves it, and changes the height of the page.
    const onMove = new ResizeObserver(fit);
    onMove.observe(document.body);
    window.addEventListener('resize', fit);
    return () => {
      onMove.disconnect();
      window.removeEventListener('resize', fit);
    };
  }, []);
  return element;
}
