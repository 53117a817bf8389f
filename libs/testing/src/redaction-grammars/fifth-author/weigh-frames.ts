/** How often a contact centre hears a usual sentence for each unusual one. */
const USUAL_WEIGHT = 3;

/** Frames for a grammar: the usual ones several times, so that they are drawn as often as a contact centre hears them. */
export const weighFrames = (usual: readonly string[], unusual: readonly string[] = []): readonly string[] => [
  ...Array.from({ length: USUAL_WEIGHT }, () => usual).flat(),
  ...unusual,
];
