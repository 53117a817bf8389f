import type { Label, LabelKind } from './label-phrases.js';
import { textAt, type Token } from './scan-tokens.js';

/** Two words that name a kind together: "the code from the back", "the digits that are near the signature". */
interface CompoundLabel {
  readonly kind: LabelKind;
  readonly first: ReadonlySet<string>;
  /** The words that may be between them. */
  readonly between: ReadonlySet<string>;
  readonly last: ReadonlySet<string>;
}

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const MAX_WORDS_BETWEEN = 6;

const compounds: readonly CompoundLabel[] = [
  {
    kind: 'CVV',
    first: words('code codes digits digit number numbers figures figure'),
    between:
      words(`from on at in of the to by near next behind under beside that is are is's you see find printed written there
      little small short tiny three four last your my card`),
    last: words('back reverse rear signature strip stripe flipside'),
  },
  {
    kind: 'CVV',
    first: words('turn flip'),
    between: words('it the your that card this'),
    last: words('over around round'),
  },
  {
    kind: 'EXPIRY',
    first: words('month'),
    between: words('and the year slash on your my'),
    last: words('front card'),
  },
  {
    kind: 'OTP',
    first: words('text sms message texted'),
    between: words('from us and what does it did you get the that we me just sent can could read'),
    last: words('say says read'),
  },
  {
    kind: 'NEUTRAL',
    first: words('code codes'),
    between:
      words(`for the that gives you me us get a an your my our this early booking bird student summer winter spring autumn
      spring black friday christmas birthday newsletter welcome free first percent off special members loyalty staff of to`),
    last: words('discount discounts promotion promo offer voucher coupon sale deal shipping'),
  },
  {
    kind: 'NEUTRAL',
    first: words('text texts message sms email'),
    between: words('from the a my your by you got sent'),
    last: words('courier couriers carrier shipper dpd dhl ups fedex usps gls evri'),
  },
  {
    kind: 'NEUTRAL',
    first: words('left leaves leave leaving'),
    between: words('me us you a the calling little one red yellow delivery'),
    last: words('card'),
  },
  {
    kind: 'NEUTRAL',
    first: words('card'),
    between: words('in through from on by under at the my our your a was'),
    last: words('mailbox letterbox postbox doormat porch courier postman driver mailman'),
  },
  {
    kind: 'NEUTRAL',
    first: words('number numbers reference'),
    between: words('in on from the text email sms message letter note card slip label of that you got they sent left'),
    last: words('courier couriers carrier shipper dpd dhl ups fedex usps gls evri'),
  },
  {
    kind: 'PIN',
    first: words('passcode code password number pin'),
    between: words('for the your my our phone telephone online'),
    last: words('banking voicemail'),
  },
  {
    kind: 'NATIONAL_ID',
    first: words('digits number characters'),
    between: words('from the tax you your got gave sent me on my last'),
    last: words('office hmrc ato cra finanzamt revenue hacienda payslip p60 p45'),
  },
  {
    kind: 'ROUTING',
    first: words('digits number numbers'),
    between: words('at on the bottom left corner of your my first'),
    last: words('check checks'),
  },
  {
    kind: 'PHONE',
    first: words('call ring try phone'),
    between:
      words(`my our the neighbour neighbor wife husband partner son daughter mother father sister brother friend office
      if when i we do not don't can't`),
    last: words('pick answer'),
  },
  {
    kind: 'PHONE',
    first: words('ring call phone try'),
    between: words('the my our a at me us'),
    last: words('house landline home office'),
  },
  {
    kind: 'PHONE',
    first: words('text sms whatsapp message'),
    between: words('you me us him her the a that this your my tracking payment download booking'),
    last: words('link'),
  },
  {
    kind: 'PHONE',
    first: words('call contact ring reach'),
    between: words('in an a case of'),
    last: words('emergency'),
  },
  {
    kind: 'PHONE',
    first: words('call ring reach text phone contact'),
    between: words('you me us him her them back on at later which what number is the best a please so and'),
    last: words('number'),
  },
];

const compoundsByFirst = new Map<string, CompoundLabel[]>();
for (const compound of compounds)
  for (const word of compound.first) compoundsByFirst.set(word, [...(compoundsByFirst.get(word) ?? []), compound]);

/** The compound label that begins at a token; null when none does. */
export function compoundLabelAt(tokens: readonly Token[], index: number): Label | null {
  for (const compound of compoundsByFirst.get(textAt(tokens, index)) ?? []) {
    const last = lastWordOf(compound, tokens, index);
    if (last !== null) return { kind: compound.kind, from: index, to: last + 1 };
  }
  return null;
}

function lastWordOf({ between, last }: CompoundLabel, tokens: readonly Token[], first: number): number | null {
  for (let at = first + 1; at - first <= MAX_WORDS_BETWEEN + 1; at++) {
    const word = textAt(tokens, at);
    if (last.has(word)) return at > first + 1 ? at : null;
    if (!between.has(word)) return null;
  }
  return null;
}
