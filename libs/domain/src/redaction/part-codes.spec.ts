import { describe, expect, it } from '@jest/globals';
import { redactScript } from '../../test/redact-script.js';

const showsAll = (country: Parameters<typeof redactScript>[2], scripts: readonly string[]): void => {
  it.each(scripts)('%s', (script) => {
    const { shown, expected } = redactScript(script, 'CARD', country);
    expect(shown).toBe(expected);
  });
};

describe('codes of parts, models and products', () => {
  showsAll('GB', [
    'A: which part do you need / C: DC97-16742A',
    'A: the part number please / C: WK 4 4 2 dash 9 0 B',
    'A: model number / C: it says HBG634BB1B',
    'C: the product code is 8 0 4 4 1 2 7 7',
    'A: the part you want is 481246228707 / C: let me write that down',
    'C: I have a sticker here, E-Nr. WAU28PH9GB slash 26',
    'A: serial number on the back / C: four four one, seven K, nine nine two three',
    'A: what is printed on the graphics card / C: RTX 4070, and below it 912-V513-216',
    'A: which SIM card slot adapter is it / C: model SA 2209-44',
    'A: the network card, which model / C: Intel 82579LM',
    'C: pin 14 of the plug is broken, part 6ES7 214-1AG40',
    'A: it is a 24 pin connector, part number 39-01-2240 / C: 39-01-2240, okay',
    'C: the hinge pin is part 7 4 1 1 0 2 5',
    'A: the key switch has the number 8844-1290 / C: right',
    'C: my car key needs a battery, it says CR2032',
    'A: the key code of the lock please / C: FT 3310',
    'A: what does the box say / C: item 5 5 1 0 3 9 2, colour 04',
    'A: colour code / C: RAL 7016, finish 2',
    'A: the filter has article number 100 442 981 / C: fine',
    'C: I need part 64 11 9 237 555, the cabin filter',
    'C: the pump is a UPS2 15-50/60, number 97916745',
    'A: is it the old board / C: it says rev 3, board 7 9 1 4 4 2 0',
    'A: can you read the label / C: P/N 0B47062, S/N R90 4K1 T7',
    'A: the account team sent you part 55 22 91 7, is that right / C: no, I ordered part 55 22 91 8',
    'C: on the card in the box it says part 20993-44',
    'A: the code on the battery / C: BL-5C 1020',
    'A: which toner / C: TN-2420, or maybe 2410',
    'A: what size of belt / C: 5 PJ 1194, the code is on the belt',
    'A: catalogue number / C: 30 57 81 42',
    'A: EAN / C: 5449000000997',
    'A: barcode of the product / C: five oh one oh, one oh two, double three, four one, nine',
    'A: what is the stock code / C: BT 77 3140',
    'A: the replacement is 7700 500 155 / C: and the seal / A: 7700 500 168',
    'A: the code of the kettle is KE 20 41 / C: yes',
    'C: the door code thing, the keypad itself, is a model 9917-KP',
    'A: number on the compressor / C: 2 1 9 8 2 2 0',
    'A: type plate / C: type 5512, E number 0 7 3 3 1',
    'C: the manual says use fuse 15 A, number 7 1 3 3',
    'A: the lamp is H7 55 W, number 64210 / C: good',
    'C: my printer wants cartridge 3 0 5 XL, 3YM62AE',
  ]);
  showsAll('US', [
    'A: what part are you looking for / C: W10295370A',
    "C: it's the water filter, part number EDR1RXD1",
    'A: the model please / C: W as in whiskey, R F 5 5 5 S D F Z',
    'A: SKU / C: 1004 2277 19',
    'A: firmware and hardware revision / C: hardware 4 4 1 2, firmware 2.1.17',
    'C: I bought a phone case, item 885909950805',
    'A: which security camera / C: model number CAM 2214, serial 9 9 4 1 K',
    'A: what is the tire code / C: DOT 4B9Y 1LR 3519',
    'A: your order has part 12 88 41 and part 12 88 47 / C: I only need the first',
    'C: the account number sticker is gone but the part number is 6 6 0 0 4 1 2',
  ]);
});

describe('codes of parts beside private values', () => {
  showsAll('GB', [
    'A: card number / C: <CARD|4929 1234 5678 9012> / A: thank you, part 481246228707 is on its way / C: great',
    'A: your PIN / C: <PIN|4821> / A: and the part that is broken / C: pin connector 39-01-2240',
    'C: my account is <ACCOUNT|31926819>, and the part I ordered is 55 22 917',
    'A: the part number / C: 7700 500 155 / A: and the card to charge / C: <CARD|4929 1234 5678 9012>',
    'A: sort code / C: <SORT_CODE|20 11 07> / A: and the model of the boiler / C: GC 47 311 86',
    'A: date of birth / C: <BIRTH_DATE|3 May 1971> / A: model number of the phone / C: SM-G991B',
    'A: the security code / C: <CVV|841> / A: your spare part is 841 22 7 / C: okay',
    'A: code we texted you / C: <OTP|449 120> / A: thanks, and the code on the part / C: 77 53 28 B',
    'A: passport number / C: <PASSPORT|533401287> / A: and the serial number of the laptop / C: 5CG 9410 TKW',
    'A: national insurance number / C: <NATIONAL_ID|QQ 12 34 56 C> / A: and the model / C: QX 12 34',
  ]);
});
