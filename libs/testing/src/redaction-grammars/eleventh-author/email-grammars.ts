import { heardGrammar } from '../heard-grammar.js';
import { createEmail, emailRenderings } from '../say-emails.js';
import type { ValueGrammar } from '../value-grammar.js';

const emailOf = heardGrammar({
  often: [
    "A: what's your email address / C: (it's |){v}",
    'A: can I take an email address / C: (sure, |yes, |){v}',
    'C: my email is {v}',
    'A: where shall I send the confirmation / C: to my email, {v}',
    'A: and the email address for the account / C: {v}',
    'A: what email did you book with / C: {v}',
  ],
  sometimes: [
    "A: I've got {v} here, is that still your email / C: (yes|it is)",
    'C: I never got the receipt / A: which email address should it go to / C: {v}',
    "C: I'd like to change the email on my account / A: okay, what's the new one / C: {v}",
    'A: how do I spell your email / C: {v}',
    'A: phone number / C: {PHONE} / A: and the email / C: {v}',
    "C: I don't look at it often, but my email is {v}",
    'C: please send the quote to {v}',
    'A: which address do you log in with / C: {v}',
    'C: you can also reach my wife by email, {v}',
  ],
  rarely: [
    'C: {v} / A: is that your email / C: yes, all lower case',
    'C: I signed up twice, once with {v2} and once with {v}',
    "A: the email bounced / C: maybe there's a typo, it should be {v}",
    "C: can't you just text me / A: the form only goes by email / C: okay, {v}",
    'C: somebody changed the email on my account to {v}, and that is not me',
    'A: let me read your email back, {v} / C: (perfect|yes)',
  ],
});

const email = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
): ValueGrammar => emailOf(countries, createEmail(people, domains), emailRenderings);

export const emails: readonly ValueGrammar[] = [
  email(
    ['US'],
    ['tyler morgan', 'ashley nguyen', 'denise walker', 'jose ramirez'],
    ['gmail.com', 'yahoo.com', 'icloud.com', 'aol.com'],
  ),
  email(
    ['GB', 'AU'],
    ['helen marsh', 'callum reid', 'aisha khan', 'tom barker'],
    ['gmail.com', 'hotmail.co.uk', 'btinternet.com', 'outlook.com', 'icloud.com'],
  ),
  email(['IN'], ['rahul mehta', 'sneha iyer', 'arjun das'], ['gmail.com', 'rediffmail.com', 'yahoo.co.in']),
  email(
    ['DE', 'ES'],
    ['maria stein', 'jonas keller', 'pablo ruiz', 'elena torres'],
    ['gmail.com', 'gmx.de', 't-online.de', 'hotmail.com', 'outlook.es'],
  ),
];
