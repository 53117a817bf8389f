import { describe, expect, it } from '@jest/globals';
import { redactScript } from '../../test/redact-script.js';

const hidesAll = (country: Parameters<typeof redactScript>[2], scripts: readonly string[]): void => {
  it.each(scripts)('%s', (script) => {
    const { shown, expected } = redactScript(script, 'NATIONAL_ID', country);
    expect(shown).toBe(expected);
  });
};

describe('British national insurance, health and tax numbers', () => {
  hidesAll('GB', [
    "A: can I take your national insurance number / C: yes it's <QQ 12 34 56 C>",
    'A: I just need your NI to find your pension / C: sure <AB 12 34 56 D>',
    "A: what's your NI / C: hang on, it's on my payslip / A: no rush / C: right, <J S 4 4, 1 9, 2 0, B>",
    'A: and the insurance number, the national one / C: <PB 55 90 21 A>',
    "C: my NI's <CE123456A>, you should have it",
    'C: <NH 48 12 77 C>, that is my national insurance',
    'A: could you spell out your NI number / C: <Q Q one two three four five six C for Charlie>',
    'A: NI number please / C: <whiskey kilo double four> / A: got that / C: <nineteen twenty> / A: yes / C: <bravo>',
    "A: I've got <PB 55 90 21 A> as your NI, is that right / C: no, it's <PB 55 90 27 A>",
    'A: your NI number / C: <AB 12 34 56 D> / A: so that was <A B, one two, three four, five six, D>',
    "C: the tax office wants my national insurance thing, it's <WK 09 88 31 C>",
    'A: do you have your NINO handy / C: I do, <JS 30 44 12 B>',
    'A: and your insurance number / C: you mean national insurance / A: yes / C: <AA 20 41 88 D>',
    'A: which NI number did they put on the letter / C: they put <WK 21 90 03 A>',
    'C: on my payslip the NI says <PB 12 98 55 C>',
    "A: your National Insurance / C: oh I don't know it by heart / A: it is on your P60 / C: found it, <NH 66 01 23 D>",
    "A: what's your NHS number / C: <943 476 5919>",
    "A: do you know your NHS number by any chance / C: it's on the letter, <four eight five, seven seven seven, three four five six>",
    'C: the ten digit number on my NHS letter is <485 777 3456>',
    'A: your UTR please / C: <1234567890>',
    "A: what's your self assessment reference / C: the UTR, <12345 67890>",
    'C: my tax reference for self assessment is <98765 43210>',
    'A: could I have your unique tax reference / C: <five five one two three> / A: mhm / C: <nine oh four four one>',
    'C: my National Insurance no. is <CE 70 11 92 B>',
    'C: my national insurance number never changed, I still read it off the card <JS 02 67 51 D>',
    'C: I got a new letter about my national insurance number, and from the card it is <AB 12 34> / C: <56 C>',
    'C: I moved here from Spain and got an NI number last week, <WK 77 30 12 D>',
  ]);
});

describe('Canadian, Australian and New Zealand numbers', () => {
  hidesAll('CA', [
    'A: may I have your SIN / C: <046 454 286>',
    "A: what's your social insurance / C: it's <zero four six> / A: uh huh / C: <four five four> / A: okay / C: <two eight six>",
    'A: social insurance number for the tax slip / C: <046-454-286>',
    'C: my sin is <seven three oh, two two one, nine one eight>',
    'A: the SIN card, what number is on it / C: <731 482 905>',
    'A: health card number please / C: <1234 567 897>',
  ]);
  hidesAll('AU', [
    'A: your tax file number / C: <123 456 782>',
    'A: I need your TFN for the super / C: <one two three, four five six, seven eight two>',
    'C: I found my TFN, <876 543 210>, is that what you need',
    'A: Medicare card / C: <2951 82376 1>',
    'A: could you read me the Medicare number / C: <two nine five one> / A: yep / C: <eight two three seven six> / A: and the last one / C: <one>',
    "A: have you put your tax file in yet / C: no, it's <865 414 088>",
    'C: the tax office sent me a letter with my tax number, <459 599 230>',
  ]);
  hidesAll('NZ', ['A: your IRD number / C: <49-091-850>', 'C: my IRD is <136 410 132>']);
});

describe('Indian numbers', () => {
  hidesAll('IN', [
    'A: sir your Aadhaar / C: <2341 5678 9012>',
    'A: tell me the number on your Aadhaar card / C: <double four three one, five six seven eight, nine zero one two>',
    'A: the twelve digits of your Aadhaar please / C: <4931 2276> / A: yes / C: <8810>',
    'A: PAN number sir / C: <ABCPE1234F>',
    'A: what is your PAN / C: <A for apple B for ball C for cat P for Peter E for elephant one two three four F for fox>',
    'A: income tax number / C: you mean PAN, it is <BNZPM 2501 F>',
    'A: which ID proof do you have / C: Aadhaar / A: tell me the number / C: <6021 4478 3390>',
    'A: voter ID will also do / C: <ABC 1234567>',
    'C: I linked my PAN <BNZPM2501F> but it says failed',
    'A: Aadhaar linked or not / C: linked, <7012 3344 9981> is the number',
    'A: UID please / C: <7012 3344 9981>',
  ]);
});

describe('German and Spanish numbers', () => {
  hidesAll('DE', [
    'A: your Steuer-ID / C: <65 929 970 489>',
    'A: I need your tax identification number / C: <86 095 742 719>',
    'A: your tax ID / C: <eight six zero, nine five seven, four two seven, one nine>',
    'A: and the pension insurance number / C: <65 180839 J 003>',
    'A: the number on your ID card / C: <L01X00T471>',
    'A: your identity card / C: <T22000129>',
    'A: ID number / C: from the Personalausweis / A: yes / C: <L01X00T47>',
    'A: the eleven digit tax number / C: <45 036 124 771>',
    'C: the tax office gave my son a tax ID, <27 614 880 935>',
  ]);
  hidesAll('ES', [
    'A: your DNI / C: <12345678Z>',
    'A: DNI with the letter / C: <12 345 678 Z as in zebra>',
    'A: NIE number / C: <X1234567L>',
    'A: your foreigner number / C: my NIE, <Y 2345678 Z>',
    'A: NIF please / C: <45678912 D>',
    'A: DNI or NIE / C: NIE / A: go ahead / C: <X 71 20 455 K>',
    'A: documento de identidad / C: <71402266 R>',
    'A: what is the letter of your DNI / C: I will read all of it, <20 417 883 K>',
    'A: your identity document / C: <48112093 W>',
  ]);
});

describe('numbers of other countries', () => {
  hidesAll('IT', [
    'A: codice fiscale / C: <RSSMRA85T10A562S>',
    'A: could you spell your codice fiscale / C: <R S S, M R A, 85 T 10, A 562 S>',
    'C: my Italian tax code is <BNCLRA90A41H501X>',
    'A: your fiscal code / C: <VRDGPP75C15F205B>',
  ]);
  hidesAll('IE', [
    'A: your PPS number / C: <1234567 T A>',
    'C: my PPS is <6433435F>',
    'A: and the PPSN / C: <one two three four five six seven F for Freddie>',
  ]);
  hidesAll('DK', [
    'A: your CPR number / C: <070761-4285>',
    'A: CPR please / C: <oh seven oh seven six one, four two eight five>',
  ]);
  hidesAll('SE', ['A: your personnummer / C: <850709-9805>', 'A: your personal identity number / C: <19850709 9805>']);
  hidesAll('NL', ['A: your BSN / C: <123456782>', 'C: my burgerservicenummer is <111 222 333>']);
  hidesAll('FR', [
    'A: your French social security number / C: <SSN|2 85 05 78 006 084 36>',
    'A: numéro de sécurité sociale / C: <2 85 05 78 006 084 36>',
  ]);
  hidesAll('PL', ['A: PESEL / C: <44051401359>']);
  hidesAll('SG', ['A: your NRIC / C: <S1234567D>']);
  hidesAll('ZA', ['A: your ID number / C: <8001015009087>']);
  hidesAll('CH', ['A: the AHV number / C: <756.1234.5678.97>']);
  hidesAll('BR', ['A: your CPF / C: <111.444.777-35>']);
  hidesAll('BE', ['A: your national register number / C: <85.07.30-033.28>']);
});
