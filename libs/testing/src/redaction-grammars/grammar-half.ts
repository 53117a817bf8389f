/**
 * Which half of the grammars. Recognisers are developed on the failures of `development`. Nobody who works on recognisers reads
 * the grammars or the failures of `held-out`.
 */
export type Half = 'development' | 'held-out';
export const halves: readonly Half[] = ['development', 'held-out'];
