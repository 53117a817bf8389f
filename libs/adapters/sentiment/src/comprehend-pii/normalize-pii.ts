import type { PiiEntity as ComprehendEntity, PiiEntityType } from '@aws-sdk/client-comprehend';
import type { RedactionKind } from '@earshot/contracts';
import type { PiiEntity } from '@earshot/ports';

/** Types without a kind of ours, such as DATE_TIME and URL, hide nothing. */
const kinds: Readonly<Partial<Record<PiiEntityType, RedactionKind>>> = {
  NAME: 'NAME',
  ADDRESS: 'ADDRESS',
  PHONE: 'PHONE',
  EMAIL: 'EMAIL',
  CREDIT_DEBIT_NUMBER: 'CARD',
  CREDIT_DEBIT_CVV: 'CVV',
  CREDIT_DEBIT_EXPIRY: 'EXPIRY',
  PIN: 'PIN',
  BANK_ACCOUNT_NUMBER: 'ACCOUNT',
  BANK_ROUTING: 'ROUTING',
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: 'IBAN',
  SSN: 'SSN',
  PASSPORT_NUMBER: 'PASSPORT',
  DRIVER_ID: 'LICENCE',
  US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER: 'NATIONAL_ID',
  CA_SOCIAL_INSURANCE_NUMBER: 'NATIONAL_ID',
  CA_HEALTH_NUMBER: 'NATIONAL_ID',
  IN_AADHAAR: 'NATIONAL_ID',
  IN_NREGA: 'NATIONAL_ID',
  IN_PERMANENT_ACCOUNT_NUMBER: 'NATIONAL_ID',
  IN_VOTER_NUMBER: 'NATIONAL_ID',
  UK_NATIONAL_HEALTH_SERVICE_NUMBER: 'NATIONAL_ID',
  UK_NATIONAL_INSURANCE_NUMBER: 'NATIONAL_ID',
  UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER: 'NATIONAL_ID',
};

/** Most entities of one final that a segment carries. */
const MAX_ENTITIES = 1_000;

/**
 * The entities of which Comprehend is sure enough, in our kinds and positions. Comprehend counts code points, and we count
 * UTF-16 units. An entity without usable positions hides the whole text.
 */
export function normalizePii(
  text: string,
  entities: readonly ComprehendEntity[],
  minScore: number,
): readonly PiiEntity[] {
  const units = unitsOfCodePoints(text);
  const unitAt = (offset: number | undefined) => (offset === undefined ? undefined : units[offset]);
  return entities.slice(0, MAX_ENTITIES).flatMap(({ Type, Score = 1, BeginOffset, EndOffset }) => {
    const kind = Type === undefined ? undefined : kinds[Type];
    if (kind === undefined || Score < minScore) return [];
    const [startChar, endChar] = [unitAt(BeginOffset), unitAt(EndOffset)];
    const isUsable = startChar !== undefined && endChar !== undefined && startChar < endChar;
    return isUsable ? [{ kind, startChar, endChar }] : [{ kind, startChar: 0, endChar: text.length }];
  });
}

/** The UTF-16 position of each code point, and of the end. */
function unitsOfCodePoints(text: string): readonly number[] {
  const units = [0];
  for (const character of text) units.push((units.at(-1) ?? 0) + character.length);
  return units;
}
