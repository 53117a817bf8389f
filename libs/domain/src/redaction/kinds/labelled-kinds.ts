import { expiry } from './expiry.js';
import type { LabelledKind } from './labelled-kind.js';

/** The kinds that are recognised by their labels. The first one that reads a value wins. */
export const labelledKinds: readonly LabelledKind[] = [expiry];
