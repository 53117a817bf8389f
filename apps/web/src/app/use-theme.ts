import { useLayoutEffect } from 'react';
import { Mode, applyMode } from '@cloudscape-design/global-styles';
import { useStoredChoice } from '../ui/stored-choice.js';
import { useMedia } from '../ui/use-media.js';

const choices = ['system', 'light', 'dark'] as const;

/** Light or dark: as the system says, until the reader says otherwise; saying what the system says follows it again. */
export function useTheme(): { dark: boolean; toggle: () => void } {
  const [choice, choose] = useStoredChoice('earshot.theme', choices, 'system');
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const dark = choice === 'system' ? systemDark : choice === 'dark';
  useLayoutEffect(() => {
    applyMode(dark ? Mode.Dark : Mode.Light);
    document.documentElement.style.colorScheme = dark ? 'dark' : 'light';
  }, [dark]);
  const toggle = (): void => choose(dark === systemDark ? (dark ? 'light' : 'dark') : 'system');
  return { dark, toggle };
}
