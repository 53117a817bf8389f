import { describe, expect, it } from '@jest/globals';
import { redactScript } from '../../test/redact-script.js';

const hidesAll = (country: Parameters<typeof redactScript>[2], scripts: readonly string[]): void => {
  it.each(scripts)('%s', (script) => {
    const { shown, expected } = redactScript(script, 'SORT_CODE', country);
    expect(shown).toBe(expected);
  });
};

describe('British and Irish sort codes', () => {
  hidesAll('GB', [
    'A: sort code / C: <20-11-07>',
    "A: what's the sort code / C: <twenty eleven oh seven>",
    'A: the six digits on the front of the card next to the account number / C: <40 47 84>',
    "C: it's <60 83 71>, that's the sort code, and the account is <ACCOUNT|31926819>",
    'A: branch sort code / C: <double oh> / A: yes / C: <nine one> / A: and / C: <three four>',
    'A: what about the sort / C: <309634>',
    "A: and that's with which sort code / C: <23 05 80>",
    'A: sort code, is it still <23 05 80> / C: yes',
    "A: your bank's code / C: the sort code, <55-70-13>",
    'C: the account is <ACCOUNT|31926819> and the sort is <20 11 07>',
    'A: sort code / C: <20 11 07> / A: <20 11 07>, thank you',
    "A: I have the sort code as <20 11 07> / C: no, it changed, it's <20 11 70>",
    'C: <77 45 91> / A: is that the sort code / C: yes',
    'A: three pairs of numbers, the sort code / C: <eleven> / A: yep / C: <sixty four> / A: yep / C: <oh nine>',
    'C: oh the sort code, um, <oh four, double zero, oh four>',
    'C: sort code is <12 34 5, no, 12 34 56>',
    "C: you wrote the wrong sort code, it's not <20 11 07>, it's <20 17> / C: <11>",
    'A: can you confirm the sort code for the refund / C: <90 00 17>',
    'A: the sort code has six digits, you gave me five / C: sorry, <77 45 91>',
    'A: the little numbers with dashes on your card, the sort code / C: <04-00-75>',
    'C: my wages go to sort code <60 16 13>, account <ACCOUNT|31926819>',
    'A: what bank is it / C: Lloyds, sort code <30 96 34>',
    'A: can you read out the sort code again / C: <thirty> / A: yes / C: <ninety six> / A: yes / C: <thirty four>',
    'A: your sort code first / C: where do I find that / A: top right of the statement / C: <55 81 26>',
    'A: sort code and account number / C: <40 47 84>, <ACCOUNT|12345678>',
    'A: and what is the code of your branch / C: <83 19 04>',
    'C: the sort code I gave you is wrong, it should be <90 00 17>',
    'A: sortcode / C: <20 11 07>',
    'C: sort code twenty something / A: have a look / C: <twenty, forty four, fifty one>',
    'A: which sort code should the direct debit come from / C: from <11 35 88>',
  ]);
  hidesAll('IE', ['A: your sort code / C: <90 38 16>', 'A: the national sort code / C: <93 11 52>']);
});

describe('Australian and New Zealand bank codes', () => {
  hidesAll('AU', [
    'A: what is your BSB / C: <062 104>',
    'A: BSB and account / C: <062-104> / A: and the account / C: <ACCOUNT|1234 5678>',
    'C: B S B is <zero six two, one zero four>',
    'A: the bank state branch / C: <732 001>',
    'C: <013 999> is the BSB',
    'A: BSB / C: <oh one three> / A: and / C: <triple nine>',
    'A: which BSB is on your card / C: let me see, <484 799>',
    "A: is your BSB still <062 104> / C: no, it's <732 001> now",
    'A: B-S-B / C: <062-104>',
    'C: my bank says the B S B is <063-000>, does that sound right',
  ]);
});

describe('German bank codes', () => {
  hidesAll('DE', [
    'A: Bankleitzahl / C: <370 400 44>',
    'A: your bank code / C: <three seven zero, four zero zero, four four>',
    'A: BLZ / C: <10070024>',
    'C: the Bankleitzahl is <500 105 17>',
    'A: the eight digit bank code / C: <20050550>',
    'C: BLZ <700 202 70>, account <ACCOUNT|648489890>',
    'A: the number of your bank / C: <370 502 99>',
    'A: bank sort code / C: <five double zero, one zero five, one seven>',
    'A: bank code / C: that is the Bankleitzahl / A: yes / C: <100 500 00>',
  ]);
});

describe('Indian bank codes', () => {
  hidesAll('IN', [
    'A: IFSC / C: <HDFC0001742>',
    'A: IFSC code sir / C: <S B I N zero zero zero one two three four>',
    'A: please spell the IFSC / C: <H for Hyderabad D for Delhi F for Faridabad C for Chennai> / A: yes / C: <triple zero one seven four two>',
    'C: branch IFSC is <ICIC 0 00 0416>',
    'A: what is the branch code / C: <001742>',
    'A: the code of your branch / C: <UTIB0000373>',
    'C: <PUNB0123400> is the IFSC',
    'A: I F S code / C: <KKBK0000958>',
    'A: IFS code of the bank / C: <BARB0INDORE>',
    "A: and the bank's IFSC / C: it is on the cheque / A: yes / C: <CNRB 0002871>",
  ]);
});

describe('bank codes of other countries', () => {
  hidesAll('CA', [
    'A: the transit number / C: <ROUTING|01234>',
    'A: transit and institution number / C: <ROUTING|12345, 003>',
    'A: institution number / C: <ROUTING|003>',
    'A: the transit number / C: <ROUTING|0 1 2 3 4> / A: and the institution number / C: <ROUTING|zero zero four>',
    'C: my transit is <ROUTING|10202>, institution <ROUTING|004>, account <ACCOUNT|5012345>',
    'A: branch transit / C: <ROUTING|zero five two four two>',
    'C: institution number <ROUTING|003>, transit number <ROUTING|02751>',
  ]);
  hidesAll('ZA', ['A: the branch code of your bank / C: <632005>', 'A: universal branch code / C: <051001>']);
});
