import { heardGrammar } from '../heard-grammar.js';
import { europeDigits, fromAbroad, indiaDigits, ukDigits, usDigits } from '../say-characters.js';
import { createEmail, emailRenderings } from '../say-emails.js';
import type { ValueGrammar } from '../value-grammar.js';

const phone = heardGrammar({
  often: [
    'A: and a telephone number for you / C: (yes, it is|certainly,|) {v}',
    'A: what is the best number to ring you on / C: (at home,|the mobile,|) {v}',
    'A: may I take your mobile number / C: {v}',
    'C: you can ring me on {v}',
    'C: my phone number is {v}',
  ],
  sometimes: [
    "C: I don't hear the mobile, so ring the house / A: what's the number there / C: {v}",
    'A: the doctor will call you back this afternoon, on which number / C: {v}',
    'A: is {v} still the right telephone number / C: (yes, for forty years|it is)',
    'A: who should we call if you have a fall / C: my son, he is on {v}',
    'C: ask for me at the office, the phone there is {v}',
    'A: the engineer rings before he comes / C: then he should take the landline, {v}',
    'C: can you text my daughter instead, her mobile is {v}',
    'A: I will have the surgery phone you / C: on {v}, please, after lunch',
    'A: name / C: Whitaker / A: and a contact number / C: {v}',
  ],
  rarely: [
    'C: this number keeps ringing me at night, it shows {v} on the little screen',
    "C: my number is in your book, isn't it, {v}",
    "C: I'm not on the email, dear, just the telephone, {v}",
    'A: we tried {v2} twice / C: that is my old phone, the new one is {v}',
    'A: reference number / C: there is none, but I called you yesterday from {v}',
    'C: the landlord never picks up, I dial {v} every day',
    "C: he's in a home now, the number of his room phone is {v}",
  ],
});

/** A landline or a mobile number of which the first group is one of these. */
const inThree =
  (first: readonly string[], ...lengths: readonly [number, number]): ValueGrammar['create'] =>
  (random) => [random.pick(first), random.number(lengths[0]), random.digits(lengths[1])];

export const phones: readonly ValueGrammar[] = [
  phone(['GB'], inThree(['01362', '01473', '01904', '01225'], 3, 3), ukDigits),
  phone(['GB'], inThree(['07700', '07812', '07956', '07534'], 3, 3), [...ukDigits, ...fromAbroad('44')]),
  phone(
    ['US'],
    (random) => [
      random.pick(['215', '503', '615', '804', '402']),
      `${random.integer(2, 9)}${random.number(2)}`,
      random.digits(4),
    ],
    [
      ...usDigits,
      ([area, ...rest]) => [`(${area}) ${rest.join('-')}`],
      ([area, ...rest]) => [`${area}-${rest.join('-')}`],
    ],
  ),
  phone(['IN'], (random) => [random.pick(['94', '98', '81', '99']) + random.digits(3), random.digits(5)], [
    ...indiaDigits,
    ...fromAbroad('91'),
  ]),
  phone(['AU'], inThree(['0408', '0417', '0438'], 3, 3), ukDigits),
  phone(['DE'], inThree(['0711', '0341', '0171', '0160'], 3, 4), [...europeDigits, ...fromAbroad('49')]),
  phone(['ES'], inThree(['612', '634', '687', '952'], 3, 3), [...europeDigits, ...fromAbroad('34')]),
];

const emailGrammar = heardGrammar({
  often: [
    'A: and do you have an email address / C: (I do|yes), {v}',
    "A: what's your email please / C: (it's|now,|) {v}",
    'A: where can I email the (form|results|receipt|schedule) / C: {v}',
    'C: my email address is {v}',
    'A: could you spell your email for me / C: {v}',
  ],
  sometimes: [
    'C: my wife does the computer, so send it to her, {v}',
    'A: we wrote to {v}, did that reach you / C: (it did|that is my email, but no)',
    "C: I've changed my internet company, so the email is now {v}",
    'A: the invitation goes to the parents by email / C: then take {v}',
    'A: is there an email address on the leaflet / C: yes, in the corner, {v}, that is the lady who runs it',
    'C: send the quote to the workshop, {v}, and put my name on it',
    'A: post or email / C: email, {v}',
    'A: which address do you sign in with / C: {v}',
    'C: I set one up with my grandson, wait, I wrote it on the calendar, {v} / A: is that your email / C: yes',
  ],
  rarely: [
    'A: mobile number / C: I would rather you emailed me, {v}',
    "C: you've been sending my gas bills to {v2}, that's a stranger, my email is {v}",
    'C: it is all small letters, my email, {v}',
    "C: is it a dash or an underscore, I never know, I think that my email's {v}",
    "A: the message to {v} came back / C: that is my daughter's old email",
    'C: I emailed you from {v} a fortnight ago and nobody has answered',
    'C: it says undelivered, and then {v} / A: that is the email you gave us',
  ],
});

const email = (countries: ValueGrammar['countries'], people: readonly string[], domains: readonly string[]) =>
  emailGrammar(countries, createEmail(people, domains), emailRenderings);

export const emails: readonly ValueGrammar[] = [
  email(
    ['GB'],
    ['dorothy whitaker', 'ken barlow', 'maureen pugh', 'alan hobbs'],
    ['btinternet.com', 'talktalk.net', 'gmail.com', 'hotmail.co.uk', 'virginmedia.com'],
  ),
  email(
    ['US', 'CA'],
    ['walter hughes', 'betty lindgren', 'ray castillo', 'doris kemp'],
    ['aol.com', 'verizon.net', 'gmail.com', 'yahoo.com', 'msn.com'],
  ),
  email(['IN'], ['lakshmi iyer', 'mohan desai', 'ravi menon'], ['gmail.com', 'rediffmail.com', 'yahoo.co.in']),
  email(['AU'], ['shirley nolan', 'bruce tully'], ['bigpond.com', 'optusnet.com.au', 'gmail.com']),
  email(
    ['DE', 'ES'],
    ['helga brandt', 'dieter vogel', 'pilar navarro', 'jorge molina'],
    ['web.de', 'posteo.de', 'telefonica.net', 'gmail.com'],
  ),
];
