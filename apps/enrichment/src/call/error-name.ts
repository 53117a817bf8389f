/** What a log line says about an error in the handling of words: its message could quote them. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
