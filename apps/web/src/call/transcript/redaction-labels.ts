import type { RedactionKind } from '@earshot/contracts';

/** What the reader sees in place of the hidden words, and what it means. */
export interface RedactionLabel {
  readonly label: string;
  readonly meaning: string;
}

const labels: Record<RedactionKind, RedactionLabel> = {
  CARD: { label: 'card number', meaning: 'The number of a payment card was removed.' },
  CVV: { label: 'security code', meaning: 'The security code of a payment card was removed.' },
  EXPIRY: { label: 'expiry date', meaning: 'The expiry date of a payment card was removed.' },
  ACCOUNT: { label: 'account number', meaning: 'The number of a bank account was removed.' },
  SORT_CODE: { label: 'sort code', meaning: 'The sort code of a bank was removed.' },
  ROUTING: { label: 'routing number', meaning: 'The routing number of a bank was removed.' },
  IBAN: { label: 'IBAN', meaning: 'An international bank account number was removed.' },
  PIN: { label: 'PIN', meaning: 'A personal identification number was removed.' },
  OTP: { label: 'one-time code', meaning: 'A code that confirms a login or a payment was removed.' },
  SSN: { label: 'social security number', meaning: 'A social security number was removed.' },
  NATIONAL_ID: { label: 'national ID', meaning: 'A national identity or insurance number was removed.' },
  PASSPORT: { label: 'passport number', meaning: 'The number of a passport was removed.' },
  LICENCE: { label: 'licence number', meaning: 'The number of a driving licence was removed.' },
  BIRTH_DATE: { label: 'date of birth', meaning: 'A date of birth was removed.' },
  PHONE: { label: 'phone number', meaning: 'A phone number was removed.' },
  EMAIL: { label: 'email address', meaning: 'An email address was removed.' },
  NAME: { label: 'name', meaning: 'The name of a person was removed.' },
  ADDRESS: { label: 'address', meaning: 'A postal address was removed.' },
};

/** The label of a placeholder. A kind that only a newer server or another engine knows stays readable. */
export function redactionLabel(kind: string): RedactionLabel {
  if (Object.hasOwn(labels, kind)) return labels[kind as RedactionKind];
  const words = kind.toLowerCase().replace(/[_-]/g, ' ');
  return { label: words, meaning: `Private data was removed: ${words}.` };
}
