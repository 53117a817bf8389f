import { createEmail, emailRenderings } from '../say-emails.js';
import type { ValueGrammar } from '../value-grammar.js';
import { repeatFrames } from '../repeat-frames.js';

const emailFrames = repeatFrames({
  often: [
    "A: what's your email address / C: (it's|) {v}",
    'A: can I get an email for the (confirmation|receipt|tickets) / C: (yes|sure), {v}',
    'C: my email is {v}',
    'A: where should I send the (invoice|contract|form) / C: to {v}',
  ],
  sometimes: [
    "A: I've got {v} on file / C: (yes|that's mine)",
    "C: I didn't get your email / A: which address did you give us / C: {v}",
    "A: what's the email you use to log in / C: {v}",
    'A: could you spell the email for me / C: {v}',
    'C: please change my email to {v}',
  ],
  rarely: [
    'A: phone number / C: I would rather have it by mail, {v}',
    'C: I have two accounts by mistake, one is {v2} and the other {v}',
    "C: the tickets went to {v}, that's my work address",
    "A: username / C: that's just my email, {v}",
    'C: can you write this down and send the offer there, {v}',
    'A: did you sign up with Google / C: yes, with {v}',
  ],
});

const email = (
  countries: ValueGrammar['countries'],
  people: readonly string[],
  domains: readonly string[],
): ValueGrammar => ({
  countries,
  create: createEmail(people, domains),
  renderings: emailRenderings,
  frames: emailFrames,
});

export const emails: readonly ValueGrammar[] = [
  email(
    ['US', 'CA'],
    ['brandon lee', 'melissa ortiz', 'kathy sullivan', 'marcus reed'],
    ['gmail.com', 'yahoo.com', 'hotmail.com', 'comcast.net'],
  ),
  email(
    ['GB', 'AU'],
    ['hannah clarke', 'gareth evans', 'priya shah', 'liam doyle'],
    ['gmail.com', 'outlook.com', 'yahoo.co.uk', 'sky.com', 'bigpond.com'],
  ),
  email(['IN'], ['vikram rao', 'anjali gupta', 'suresh nair'], ['gmail.com', 'yahoo.co.in', 'outlook.com']),
  email(
    ['DE', 'ES'],
    ['stefan bauer', 'anna schmidt', 'carlos romero', 'marta gil'],
    ['gmail.com', 'web.de', 'hotmail.es', 'outlook.com', 'freenet.de'],
  ),
];
