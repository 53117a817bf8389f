import { describe, expect, it } from '@jest/globals';
import { redactDialogue, redactText, type Said } from '../../test/redact-dialogue.js';

const A = (text: string): Said => ['AGENT', text];
const C = (text: string): Said => ['CUSTOMER', text];

describe('a label in a later final', () => {
  it.each<[string, Said[], string[]]>([
    [
      'a phone number that the other side confirms',
      [A('we moved 514 514 975 7673 over to you last night'), C("yes, that's my number")],
      ['we moved [PHONE] over to you last night', "yes, that's my number"],
    ],
    ['a PIN that the other side confirms', [A('4417'), C("that's my pin")], ['[PIN]', "that's my pin"]],
    [
      'a licence number whose rest comes with the label',
      [
        C('they printed eight six five nine eight'),
        A('please continue'),
        C("479 on my driver's licence and that is wrong"),
      ],
      ['they printed [LICENCE]', 'please continue', "[LICENCE] on my driver's licence and that is wrong"],
    ],
    [
      'an account number whose parts are repeated',
      [C('I gave the council 4375'), A('4375'), C('six five eight six as my bank account')],
      ['I gave the council [ACCOUNT]', '[ACCOUNT]', '[ACCOUNT] as my bank account'],
    ],
    [
      'an expiry date that answers the question for another number',
      [A('and now the CVV'), C('2/31'), A('no that is the expiry date I need the three digits on the back'), C('688')],
      ['and now the CVV', '[EXPIRY]', 'no that is the expiry date I need the three digits on the back', '[CVV]'],
    ],
    [
      'a date, and no hour that was said before it',
      [
        C('I have an appointment at 1.20 and need to move it'),
        A('and now the CVV'),
        C('2/31'),
        A('no that is the expiry date'),
      ],
      [
        'I have an appointment at 1.20 and need to move it',
        'and now the CVV',
        '[EXPIRY]',
        'no that is the expiry date',
      ],
    ],
    [
      'a date that somebody read back before it is named',
      [C('October twenty nine'), A('October twenty twenty nine'), A("and that's the expiry date")],
      ['[EXPIRY]', '[EXPIRY]', "and that's the expiry date"],
    ],
    [
      'a PIN in a sentence about the card',
      [C('my card is gone and the till wanted 0989'), A("and that's your PIN")],
      ['my card is gone and the till wanted [PIN]', "and that's your PIN"],
    ],
    [
      'a licence number of which the other side asks where it stands',
      [C('P M P P Z 2 0 7 5 8 6 E A 9 S K'), A('is that from your driving licence'), C('yes the long number')],
      ['[LICENCE]', 'is that from your driving licence', 'yes the long number'],
    ],
    [
      'a licence number that the speaker reads off the document',
      [C('675 757 91'), A("are you reading that off your driver's licence?"), C('yes')],
      ['[LICENCE]', "are you reading that off your driver's licence?", 'yes'],
    ],
    [
      'a licence number of a state, which was taken for a card',
      [C("On the card itself it's DL-0420110149646"), A("That's your Indian driving licence?")],
      ["On the card itself it's [LICENCE]", "That's your Indian driving licence?"],
    ],
    [
      'a licence number that answers "or"',
      [C('1 2 3 5 5 9 8'), A('licence or passport number?'), C("driver's license from Texas")],
      ['[LICENCE]', 'licence or passport number?', "driver's license from Texas"],
    ],
    [
      'a security code that was read back before it is named',
      [C('five four three'), A('543'), C("and that's the CVV")],
      ['[CVV]', '[CVV]', "and that's the CVV"],
    ],
    [
      'a phone number whose rest comes with the label',
      [A('Is plus 44 seven seven seven eight four one four?'), C('Yeah.'), A('One eight seven still your mobile?')],
      ['Is plus [PHONE]?', 'Yeah.', '[PHONE] still your mobile?'],
    ],
    [
      'a code that begins with letters only',
      [C('I have juliet golf'), C('eight eight seven seven three nine charlie as your national insurance number')],
      ['I have [NATIONAL_ID]', '[NATIONAL_ID] as your national insurance number'],
    ],
  ])('hides %s', (_, said, expected) => {
    expect(redactDialogue(said)).toEqual(expected);
  });

  it.each<[string, Said[]]>([
    ['an order number', [A('the order number?'), C('4375 2211 5'), A('is that right'), C("yes that's my number")]],
    ['a harmless number', [A('I see order 4375 2211 here'), C('yes and that is my account number on it')]],
    ['the number of a thing', [C('66123098'), A('is that from the parcel?'), C('yes')]],
    ['a number that nobody names', [A('we moved 51497 over to you'), C("yes that's right")]],
  ])('shows %s', (_, said) => {
    expect(redactDialogue(said)).toEqual(said.map(([, text]) => text));
  });
});

describe('where a value ends and begins', () => {
  it('shows another number after a value that was read back', () => {
    const [, , , colleague, echo] = redactDialogue([
      A('for the contract I need your TFN'),
      C('678360444'),
      A("so that's six seven eight three six oh double four four"),
      C('and the colleague gave me H D two nine five three nine one'),
      A('H D two nine five three nine one, thank you'),
    ]);
    expect([colleague, echo]).toEqual([
      'and the colleague gave me H D two nine five three nine one',
      'H D two nine five three nine one, thank you',
    ]);
  });

  it.each([
    ['my daughter tried the PIN 1-5-8-1 three times', 'my daughter tried the PIN [PIN] three times'],
    ['my bank account is 4074-5125 two days ago', 'my bank account is [ACCOUNT] two days ago'],
    ['put it on this one, 4111 1111 1111 1111', 'put it on this one, [CARD]'],
    ['the firmware is 15 point 3', 'the firmware is 15 point 3'],
    ['I placed two orders, 4901 5460 and 5648 7833', 'I placed two orders, 4901 5460 and 5648 7833'],
    [
      'you sent the refund to GB29 NWBK 6016 1331 9268 91, that IBAN is closed',
      'you sent the refund to [IBAN], that IBAN is closed',
    ],
    [
      'the visa has EK5798441 on it but the number in my passport is T D 586 428',
      'the visa has [PASSPORT] on it but the number in my passport is [PASSPORT]',
    ],
    ['you typed 359 73 8388 but my social is 731 18 5820', 'you typed [SSN] but my social is [SSN]'],
    ['I have two boxes but my account number is 4074-5125', 'I have two boxes but my account number is [ACCOUNT]'],
  ])('hides only the value in "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('shows words and harmless numbers beside the answers to questions', () => {
    expect(redactDialogue([A('your account number please'), C('one moment, 4074 5125')])[1]).toBe(
      'one moment, [ACCOUNT]',
    );
    expect(redactDialogue([A('which account'), C('the joint one'), C('4074 5125')]).slice(1)).toEqual([
      'the joint one',
      '[ACCOUNT]',
    ]);
    const said = [
      A('your card number'),
      C('4012 8888 8888 1881'),
      A('which room are you in'),
      C('254'),
      A('number of copies'),
      C('129'),
    ];
    expect(redactDialogue(said).slice(2)).toEqual(['which room are you in', '254', 'number of copies', '129']);
  });
});
