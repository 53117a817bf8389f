import type { LabelledKind } from './labelled-kind.js';
import { readCodeValue, readNumberValue } from './read-number-value.js';

/** Bank and branch: UK sort code and Australian BSB of 6 digits, German Bankleitzahl of 8, Indian IFSC ("HDFC0001234"). */
export const sortCode: LabelledKind = {
  kind: 'SORT_CODE',
  phrases: `sort code|sort codes|sort code number|bsb|bsb number|bsb code|b s b|bankleitzahl|blz|bank code|branch code|ifsc|
    ifsc code|i f s c|i f s c code`,
  readValue: (place) =>
    readNumberValue(place, { min: 5, usual: place.country === 'DE' ? 8 : 6, max: 11 }) ??
    readCodeValue(place, { min: 9, usual: 11, max: 17 }, 5),
};
