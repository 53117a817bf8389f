import { heardGrammar } from '../heard-grammar.js';
import { createEmail, emailRenderings } from '../say-emails.js';
import type { ValueGrammar } from '../value-grammar.js';

const heardEmail = heardGrammar({
  often: [
    "A: what's your email address / C: (it's|) {v}",
    'A: can I have an email address / C: (yes|sure), {v}',
    'C: my (email|email address) is {v}',
    'A: which email should I send the (receipt|documents) to / C: {v}',
    'A: and your email / C: {v}',
    'C: can you email it to {v}',
  ],
  sometimes: [
    "A: the email I've got is {v} / C: (yes|that's the one)",
    'C: I need to change my email to {v}',
    'A: what email did you sign up with / C: I think {v}',
    'A: can you spell that email for me / C: {v}',
    "C: there's nothing in my inbox / A: I sent it to {v} / C: that's my old one",
    "A: phone or email / C: email's better, {v}",
  ],
  rarely: [
    'C: all small letters / A: sorry, what is / C: my email, {v}',
    "C: I can't log in / A: what are you typing / C: my email, {v}, and then the password",
    "C: I'm not on the internet, my son does all that, his email is {v}",
    'C: write to {v} please, I never pick up the phone',
  ],
});
const email = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
): ValueGrammar => heardEmail(countries, createEmail(people, domains), emailRenderings);

export const emails: readonly ValueGrammar[] = [
  email(
    ['US', 'CA'],
    ['tanya brooks', 'derek miller', 'angela foster', 'jose ramirez'],
    ['gmail.com', 'yahoo.com', 'icloud.com', 'aol.com'],
  ),
  email(
    ['GB', 'AU'],
    ['denise palmer', 'oliver grant', 'fiona murray', 'tom walsh'],
    ['gmail.com', 'hotmail.co.uk', 'btinternet.com', 'outlook.com', 'optusnet.com.au'],
  ),
  email(['IN'], ['ravi kumar', 'deepa iyer', 'arjun mehta'], ['gmail.com', 'rediffmail.com', 'yahoo.in']),
  email(
    ['DE', 'ES'],
    ['julia kern', 'markus vogel', 'lucia herrera', 'pablo ruiz'],
    ['gmail.com', 'gmx.de', 't-online.de', 'hotmail.com', 'yahoo.es'],
  ),
];
