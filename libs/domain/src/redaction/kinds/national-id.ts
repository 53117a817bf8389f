import type { LabelledKind, ReadValue, ValuePlace } from './labelled-kind.js';
import { isDni } from './dni-number.js';
import { readCode } from './read-characters.js';
import { readCodeValue } from './read-number-value.js';

/**
 * National identity, insurance and tax numbers: UK NINO ("AB123456C"), Canadian SIN (9 digits), Indian Aadhaar (12), Australian
 * TFN (8 or 9), German Steuer-ID (11), Spanish DNI and NIE (8 digits or a letter and 7, then a letter).
 */
export const nationalId: LabelledKind = {
  kind: 'NATIONAL_ID',
  phrases: `national insurance number|national insurance|ni|ni number|n i number|nino|n i|social insurance number|
    social insurance|sin number|sin|s i n|aadhaar|aadhaar number|aadhaar card|aadhaar card number|aadhar|aadhar number|aadhar card|
    aadhar card number|adhaar|adhaar number|tax file number|tax file|tfn|t f n|steuer id|steuer id number|
    steueridentifikationsnummer|steuernummer|tax identification number|tax identification|german tax id|german tax number|
    dni|dni number|d n i|nie|nie number|n i e|nif|national id|national id number|national identity number|
    national identification number|identity card number|id card number|identity number|personal id number`,
  readValue: (place) => readCodeValue(place, { min: 7, usual: 11, max: 18 }, 6),
  readUnlabelled: readSpanishId,
};

/** A DNI that is written in one piece. Its letter proves it only where such numbers are common. */
function readSpanishId(place: ValuePlace): ReadValue | null {
  if (place.country !== 'ES') return null;
  const read = readCode(place, { max: 9 });
  if (read === null || read.to - place.index > 3 || !isDni(read.characters)) return null;
  return { to: read.to, value: read.characters, isComplete: true, mayContinue: false };
}
