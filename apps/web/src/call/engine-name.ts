import type { CallRowFragment } from '@earshot/graphql-api';

/** Whether the engine returns prepared sample text. Its names are `scripted` and `scripted:<script>`. */
export const isScripted = (engine: string | null): boolean => engine?.startsWith('scripted') ?? false;

/** An engine's name as readers see it. Sample text is always marked. */
export function engineLabel({ engine, status }: Pick<CallRowFragment, 'engine' | 'status'>): string {
  if (engine === null) return status === 'LIVE' ? 'None yet' : 'No speech engine';
  return isScripted(engine) ? `${engine} (sample text)` : engine;
}

/** The reason for an engine, which the server gives as a part of a sentence. */
export const toSentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
