import type { LabelledKind } from './labelled-kind.js';
import { readCodeValue } from './read-number-value.js';

/** Passport numbers: 6 to 9 digits and letters (ICAO 9303 allows nine). */
export const passport: LabelledKind = {
  kind: 'PASSPORT',
  phrases:
    'passport|pass port|pass port number|passport number|passport book number|passport card number|number in the passport|number on the passport|number in your passport|number in my passport|number on your passport|number on my passport|passport no|passport id|passport details|travel document|travel document number|document number|number of your passport|number of my passport',
  readValue: (place) => readCodeValue(place, { min: 6, usual: 9, max: 14 }, 1),
};
