import { useEffect, useEffectEvent } from 'react';

/** Calls back when the reader comes back to the page from another tab or window. */
export function useOnReturn(callback: () => void): void {
  const onReturn = useEffectEvent(callback);
  useEffect(() => {
    let isAway = document.hidden || !document.hasFocus();
    const leave = (): void => void (isAway = true);
    const comeBack = (): void => {
      if (!isAway || document.hidden) return;
      isAway = false;
      onReturn();
    };
    const onVisibility = (): void => (document.hidden ? leave() : comeBack());
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('blur', leave);
    window.addEventListener('focus', comeBack);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('blur', leave);
      window.removeEventListener('focus', comeBack);
    };
  }, []);
}
