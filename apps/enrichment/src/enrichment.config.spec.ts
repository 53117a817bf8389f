import { describe, expect, it } from '@jest/globals';
import { redactionKinds } from '@earshot/contracts';
import { enrichmentConfigSchema } from './enrichment.config.js';

const kindsOf = (value?: string) =>
  enrichmentConfigSchema.parse(value === undefined ? {} : { EARSHOT_REDACTION_TEXT: value }).EARSHOT_REDACTION_TEXT;

describe('EARSHOT_REDACTION_TEXT', () => {
  it('hides all kinds by default', () => {
    expect(kindsOf()).toEqual([...redactionKinds]);
  });

  it('takes a list, or all kinds except some, in any case and with blanks', () => {
    expect(kindsOf('cvv, CARD')).toEqual(['CARD', 'CVV']);
    expect(kindsOf('all,-NAME, -address')).toEqual(
      redactionKinds.filter((kind) => kind !== 'NAME' && kind !== 'ADDRESS'),
    );
    expect(kindsOf('none')).toEqual([]);
  });

  it.each(['CARDS', '', 'all,-cvc', 'CARD;CVV'])('refuses "%s"', (value) => {
    expect(() => kindsOf(value)).toThrow('kinds such as CARD,CVV,-PHONE');
  });
});
