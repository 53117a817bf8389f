import { createContext, useLayoutEffect } from 'react';
import { Mode, applyMode } from '@cloudscape-design/global-styles';
import { useStoredChoice } from './stored-choice.js';
import { useMedia } from './use-media.js';

const themes = ['system', 'light', 'dark'] as const;

/** Whether the page is dark. */
export const DarkMode = createContext(false);

/**
 * Light or dark. The page follows the system until the reader chooses otherwise; choosing what the system has makes
 * the page follow the system again.
 */
export function useTheme(): { dark: boolean; toggle: () => void } {
  const [theme, setTheme] = useStoredChoice('earshot.theme', themes, 'system');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const dark = theme === 'system' ? systemDark : theme === 'dark';
  useLayoutEffect(() => {
    applyMode(dark ? Mode.Dark : Mode.Light);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  const opposite = dark ? 'light' : 'dark';
  const toggle = (): void => setTheme(dark === systemDark ? opposite : 'system');
  return { dark, toggle };
}
