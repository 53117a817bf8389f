import { redactionKinds } from '@earshot/contracts';
import type { RedactedSegment } from '@earshot/domain';

const PLACEHOLDER = new RegExp(`\\[(${redactionKinds.join('|')})\\]`, 'g');
/** The contract allows no more. */
const MAX_REDACTIONS = 1_000;

/** Finds each placeholder in a redacted text, including those that another process wrote. */
export const findPlaceholders = (text: string): RedactedSegment['redactions'] =>
  [...text.matchAll(PLACEHOLDER)].slice(0, MAX_REDACTIONS).map(({ index, 0: placeholder, 1: kind }) => ({
    kind: kind as (typeof redactionKinds)[number],
    startChar: index,
    endChar: index + placeholder.length,
  }));
