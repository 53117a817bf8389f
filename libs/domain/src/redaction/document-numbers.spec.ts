import { describe, expect, it } from '@jest/globals';
import { redactDialogue, turnsOf } from '../../test/redact-dialogue.js';

/** Numbers of papers that look like phone numbers, after what else their speakers say of them. */
const namedBefore: readonly string[] = [
  'C: it is about the policy for the house, and then the number is 312 555 0147',
  'C: the letter says policy in big letters, and then 312 555 0147',
  'C: policy, then 312 555 0147',
  'C: at the top there is policy and then 312 555 0147',
  'C: under the logo it says claim, and after that 618 555 8104',
  'C: claim first, and then 618-555-8104',
  'C: the certificate of insurance says 202 555 0177',
  'C: certificate number, hang on, 202 555 0177',
  'C: it is the certificate that I need again, 202 555 0177',
  'C: my membership, let me see, okay, 412 555 0177',
  'C: the membership is in my name, and the number is 412 555 0177',
  'C: the contract I signed is 604 641 3746',
  'C: contract, and then six zero four six four one three seven four six',
  'C: my contract is 604 641 3746',
  'C: the contracts are 604 641 3746 and 604 641 3747',
  'C: the policy is the one for the dog, 312 555 0147',
  'C: policy for the car 312 555 0147',
  'C: the policy in the name of my husband, 312 555 0147',
  'C: there is a claim from last week, the number is 618 555 8104',
  'C: the claim about the flooded kitchen is 618 555 8104',
  'C: two claims, first 618 555 8104, and then 618 555 8105',
  'C: policy number three one two, then five five five, then zero one four seven',
  'C: the policy starts with 312, and then 555 0147',
  'C: policy, you ready, 312 555 0147',
  'C: policy number first, it is 312 555 0147, and then the claim, 618 555 8104',
  'C: the schedule has policy on the left and then 312 555 0147 on the right',
  'A: is it the travel policy / C: yes, and then the number, 312 555 0147',
  'A: what does the paper say / C: policy, colon, and then 312 555 0147',
  'A: which contract / C: the one with 604 641 3746',
  'A: which certificate is it / C: 202 555 0177',
  "A: what's the contract number / C: it says 604, then 641, then 3746",
  'A: could you read me the certificate number / C: sure 2025550177',
  'A: and your membership / C: 4125550177',
  'A: the number of the contract please / C: 604 641 3746',
  'A: contract or customer number / C: contract, 604 641 3746',
];

/** Numbers of papers that somebody asks for or finds on them. */
const asked: readonly string[] = [
  'A: policy please / C: 415 555 0134',
  'A: have you got your policy documents there / C: yes it is 415 555 0134',
  'A: may I have your policy details / C: yes, 415 555 0134',
  'A: can I take the number on your policy / C: 415 555 0134',
  'A: could you read me the number from the certificate / C: 415 555 0134',
  'A: is this about an existing policy / C: yes, 415 555 0134',
  "A: is this about an existing claim / C: yes / A: what's the number / C: 415 555 0134",
  'A: do you have your certificate with you / C: yes, it says 415 555 0134',
  "A: you'll find it on your policy, top right / C: 415 555 0134",
  'C: the number at the top of the schedule is 415 555 0134',
  'C: the renewal letter says 415 555 0134',
  'C: the policy documents say 415 555 0134',
  'C: the policy should be 415 555 0134',
  'C: it is the home insurance, 415 555 0134',
  'C: the pet insurance is 415 555 0134',
  'C: my dental plan is 415 555 0134',
  'C: cover note 415 555 0134',
];

/** Words of a few letters before the digits of a number, written as one word or spelled. */
const lettered: readonly string[] = [
  'C: policy CAR 188 741 5',
  'C: policy HOME 312 555 0147',
  'C: it is policy PET 312-555-0147',
  'C: policy LIFE 55 20 11 77 3',
  'C: my policy is DOG 312 555 0147',
  'C: is policy CAR 3125550147 still running',
  'C: claim CLM 618 555 8104',
  'C: claim FIRE 618 555 8104 from May',
  'C: the claim is CAR 618 555 8104',
  'C: membership GYM 412 555 0177',
  'C: certificate MOT 202 555 0177',
  'C: contract NET 604 641 3746',
  'C: order BOX 312 555 0147',
  'C: ticket NET 618 555 8104',
  'C: policy car 188 741 5',
  'C: policy van 312 555 0147',
  'C: policy pet, 312 555 0147',
  'C: policy C A R 312 555 0147',
  'C: policy C for Charlie A R 312 555 0147',
  'C: the policy has letters, C A R, and then 312 555 0147',
  'C: policy M O T O R 312 555 0147',
  'C: policy home dash 312 555 0147',
  'A: the policy number / C: CAR 312 555 0147',
  'A: the policy number / C: it is HOME, 312 555 0147',
  'A: the claim number / C: C L 618 555 8104',
];

/** Numbers of papers that their speakers correct. */
const corrected: readonly string[] = [
  'C: the policy number is H 44 82 no sorry H 44 28 10 9',
  'C: policy number is A B 4 4, sorry, A B 4 5 1 9 2 0',
  'C: my policy is P L 8 8 2, no wait, P L 8 2 8 1 0 4',
  'C: policy 312 555, no sorry, 312 556 0147',
  'C: claim number 618 555 8104, no, 618 555 8140',
  'C: the certificate is 202 555 0177, sorry, 0178 at the end',
  'C: contract 604 641 3746, I mean 604 641 3764',
  'C: my membership is M as in Mike 412, no wait, 421 555 0177',
  'A: the policy number / C: T Y 1 8 8 8 2, no, T Y 1 8 8 2 2 1',
  'A: your policy number / C: B K 7 7 1 / A: B K 7 7 1 / C: sorry no, B K 7 1 7 / C: 4 4 9 0 2',
  'A: the claim number / C: four four one nine sorry four four nine one two oh seven',
  'A: the contract number / C: 604 641 / C: no, 604 642 3746',
  'A: and the membership number / C: G 4 4 7 1 2 oh no that is G 4 4 7 2 1 8',
  'A: the certificate number please / C: C 88 scratch that C 89 20 11 4',
  'A: which policy is on your account / C: H O 4 4 8 2 1, no sorry, H O 4 4 2 8 1 9',
  "A: so that's policy P L 882 104 / C: no, P L 828 104",
  'A: what policy do you pay from that account / C: K 2 2 9 1 sorry K 2 2 1 9 0 7',
];

/** Private numbers beside those of papers, and how the last turn reads. */
const hidden: readonly (readonly [call: string, last: string])[] = [
  ['C: policy 44718 and my phone is 202 555 0177', 'policy 44718 and my phone is [PHONE]'],
  ['C: policy 447182, and then my mobile, 202 555 0177', 'policy 447182, and then my mobile, [PHONE]'],
  ['C: policy CAR 188 741 5, call me on 202 555 0177', 'policy CAR 188 741 5, call me on [PHONE]'],
  [
    'C: it is about my policy, and you can reach me on 202 555 0177',
    'it is about my policy, and you can reach me on [PHONE]',
  ],
  [
    'C: the policy lapsed, and then you called me from 202 555 0177',
    'the policy lapsed, and then you called me from [PHONE]',
  ],
  [
    'C: my claim went wrong, and then they told me to ring you back on 202 555 0177',
    'my claim went wrong, and then they told me to ring you back on [PHONE]',
  ],
  [
    'C: the policy is in the name of my wife, her number is 202 555 0177',
    'the policy is in the name of my wife, her number is [PHONE]',
  ],
  ['C: I have a policy with you, my number is 202 555 0177', 'I have a policy with you, my number is [PHONE]'],
  ['C: I have a contract with you, 202 555 0177 is my mobile', 'I have a contract with you, [PHONE] is my mobile'],
  ['C: the policy has my old phone, it should be 202 555 0177', 'the policy has my old phone, it should be [PHONE]'],
  [
    'C: the claim is 618 555 8104, please ring me on 202 555 0177',
    'the claim is 618 555 8104, please ring me on [PHONE]',
  ],
  ['C: contract 604 641 3746 and my cell is 202 555 0177', 'contract 604 641 3746 and my cell is [PHONE]'],
  ['C: membership 44710, please call 202-555-0177', 'membership 44710, please call [PHONE]'],
  ['C: certificate 99120, please call 202-555-0177', 'certificate 99120, please call [PHONE]'],

  ['C: my phone is 202 555 0177 and the policy is 312 555 0147', 'my phone is [PHONE] and the policy is 312 555 0147'],
  ['C: home is 202 555 0177, policy CAR 312 555 0147', 'home is [PHONE], policy CAR 312 555 0147'],
  ['C: the phone on the policy is 202 555 0177', 'the phone on the policy is [PHONE]'],
  [
    'C: the phone number on the contract is wrong, it is 202 555 0177',
    'the phone number on the contract is wrong, it is [PHONE]',
  ],
  ['A: the policy number / C: I have no idea, my phone is 202 555 0177', 'I have no idea, my phone is [PHONE]'],
  ['A: policy number or phone number / C: phone then, 202 555 0177', 'phone then, [PHONE]'],
  ['A: the contract number / C: 604 641 3746 / A: and a number to call you / C: 202 555 0177', '[PHONE]'],
  ['A: the certificate / C: 202 555 0188 / A: your phone number / C: 202 555 0177', '[PHONE]'],
  [
    'A: is it the policy for the car / C: yes / A: and your phone number / C: 202 555 0177, no sorry, 0178',
    '[PHONE], no sorry, [PHONE]',
  ],
  ['C: my car broke down, 202 555 0177', 'my car broke down, [PHONE]'],
  ['C: I am at home, 202 555 0177', 'I am at home, [PHONE]'],
  ['C: 202 555 0177', '[PHONE]'],
  ['C: and then 202 555 0177', 'and then [PHONE]'],
  ['C: pay the claim to account 4471 8820', 'pay the claim to account [ACCOUNT]'],
  [
    'C: the premium for policy 447182 comes out of account 4471 8820',
    'the premium for policy 447182 comes out of account [ACCOUNT]',
  ],
  ['C: claim 618 555 8104, pay it to account 4471 8820', 'claim 618 555 8104, pay it to account [ACCOUNT]'],
  ['C: my account is 4471, no sorry, 4472 8820, for the policy', 'my account is [ACCOUNT], for the policy'],
  ['A: the account number for the policy / C: 4471 8820, no sorry, 4471 8802', '[ACCOUNT]'],
  ['A: policy number / C: P L 828 104 / A: and the account number / C: 4471 88, sorry, 4471 8820', '[ACCOUNT]'],
  ['A: which account do you pay the policy from / C: T Y 188 8221', '[ACCOUNT]'],
  ['C: policy CAR 188 741 5 paid with 4012 8888 8888 1881', 'policy CAR 188 741 5 paid with [CARD]'],
  ['C: I paid the policy with card 4012 8888 8888 1881', 'I paid the policy with card [CARD]'],
  ['C: the policy, and then the card, 4012 8888 8888 1881', 'the policy, and then the card, [CARD]'],
  ['C: the contract is in my name, my social is 078 05 1120', 'the contract is in my name, my social is [SSN]'],
  ['C: policy 447182, and then my date of birth, 4 May 1961', 'policy 447182, and then my date of birth, [BIRTH_DATE]'],
  ['C: for the contract you need my passport, 533 801 221', 'for the contract you need my passport, [PASSPORT]'],
  ['A: your phone number / C: it is on my policy, 202 555 0177', 'it is on my policy, [PHONE]'],
  ["A: the landlord's account number / C: it is in the contract, 4471 8820", 'it is in the contract, [ACCOUNT]'],
  ['A: your passport number / C: it is on the booking, 533 801 221', 'it is on the booking, [PASSPORT]'],
  ['C: policy 1887415 was paid by me with 4012 8888 8888 1881', 'policy 1887415 was paid by me with [CARD]'],
  [
    'C: birth certificate, then my passport number, 533 801 221',
    'birth certificate, then my passport number, [PASSPORT]',
  ],
  ['C: the phone number on the policy is 202 555 0177', 'the phone number on the policy is [PHONE]'],
  ['C: my national insurance number is AB 12 34 56 C', 'my national insurance number is [NATIONAL_ID]'],
];

describe('numbers of policies, claims, certificates, memberships and contracts', () => {
  it.each([...namedBefore, ...asked, ...lettered, ...corrected])('hides nothing: "%s"', (call) => {
    expect(redactDialogue(turnsOf(call))).toEqual(turnsOf(call).map(([, text]) => text));
  });

  it.each(hidden)('hides the private number beside them: "%s"', (call, last) => {
    expect(redactDialogue(turnsOf(call)).at(-1)).toBe(last);
  });
});
