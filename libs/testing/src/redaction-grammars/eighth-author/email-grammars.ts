import { shareFrames } from '../share-frames.js';
import type { ValueGrammar } from '../value-grammar.js';
import {
  addressRenderings,
  createNumberedAddress,
  createStudentAddress,
  createTeamAddress,
  createWorkAddress,
} from './say-addresses.js';

const shareAddressFrames = shareFrames({
  often: [
    'A: email / C: {v}',
    "A: what's your email / C: (it's|yeah it's|um|) {v}",
    'A: which email is the account under / C: {v}',
    'C: my email is {v}',
    'A: where do I send the link / C: {v}',
    'A: can you spell your email for me / C: (sure|ok), {v}',
  ],
  sometimes: [
    'A: I have {v} here / C: (yep|yes my email)',
    'C: never got the reset email / A: which address did you use / C: {v}',
    'A: email address please / C: {v}, all lower case',
    'A: and your email / C: {v}, all one word',
    'C: change my login to {v} please',
    'A: username or email / C: email, {v}',
    'A: please give me the mail id / C: {v}',
    'C: can you send me the contract by email / A: sure, where to / C: {v}',
    'A: what email did you sign up with / C: I think {v}',
    'C: the invoice needs to go to {v}',
    'A: email or text / C: email please, {v}',
    'A: phone / C: {PHONE} / A: email / C: {v}',
    'A: do you have another email / C: yeah, {v}',
    'C: my address is {v}, I think you have it wrong / A: the email, let me check',
    'A: I will add your colleague, email / C: {v}',
  ],
  rarely: [
    'C: {v} / A: is that the email / C: yes, for the invite',
    'C: you wrote {v2} but my email is {v}',
    'C: I got an email from {v}, is that really you / A: no, that is phishing',
    'A: sorry, was that an m or an n / C: let me say the whole email again, {v}',
    'C: I have a private email and a work one / A: the work one please / C: {v}',
    'C: I left that company, so I cannot open {v2} any more, use {v}',
    'A: let me read the email back, {v} / C: perfect',
    'C: should I spell it / A: your email, yes please / C: {v}',
    'A: where do the alerts go today / C: to my inbox, {v}',
    'C: it is asking for the login, is that {v} / A: yes, the email you signed up with',
    'A: name / C: Sam / A: surname / C: Okafor / A: email / C: {v}, no capitals',
    'C: my uncle does not use computers, so put my email, {v}',
    'A: we will email you a return label / C: {v}, with the dot, not a dash / A: okay',
  ],
});
const address = (
  countries: ValueGrammar['countries'],
  create: ValueGrammar['create'],
  own: readonly string[] = [],
): ValueGrammar => shareAddressFrames({ countries, create, renderings: addressRenderings }, own);

const atWork = [
  "A: what's your work email / C: {v}",
  'A: who should get the license for the software / C: me, {v}',
  'C: the admin of our team is {v}, can you reset her password',
];
const atUniversity = [
  "C: I want the student discount / A: okay, what's your university email / C: {v}",
  'A: use your college address to verify / C: {v}',
];

const americans = ['tyler nguyen', 'jasmine brooks', 'ethan miller', 'zoe hassan', 'deshawn coleman'];
const britons = ['callum hughes', 'aisha rahman', 'freya pearson', 'kwame mensah', 'ellie jarrett'];
const indians = ['rohit mehta', 'sneha iyer', 'arjun reddy', 'divya pillai'];
const germans = ['lena vogt', 'jonas kessler', 'mehmet yilmaz', 'annika brandt'];
const spaniards = ['pablo navarro', 'lucia serrano', 'hugo ibarra', 'noa castell'];
const nicknames = ['pixel fox', 'mia bakes', 'dj rocco', 'night owl', 'skater dan'];

export const emails: readonly ValueGrammar[] = [
  address(['US', 'CA'], createNumberedAddress(americans, ['gmail.com', 'icloud.com', 'yahoo.com', 'outlook.com'])),
  address(['US'], createWorkAddress(americans, ['brightlane.com', 'oakridge-media.com', 'tallpine.io']), atWork),
  address(['US'], createStudentAddress(['westholm.edu', 'mail.calder.edu']), atUniversity),
  address(['GB', 'AU'], createNumberedAddress(britons, ['gmail.com', 'hotmail.co.uk', 'icloud.com', 'proton.me'])),
  address(['GB'], createWorkAddress(britons, ['barrow-finch.co.uk', 'penmere.org.uk', 'lumenstack.com']), atWork),
  address(['GB'], createStudentAddress(['student.northvale.ac.uk', 'ashdown.ac.uk']), atUniversity),
  address(['AU'], createWorkAddress(britons, ['coralbay.com.au', 'yarrow.net.au']), atWork),
  address(['IN'], createNumberedAddress(indians, ['gmail.com', 'rediffmail.com', 'yahoo.co.in'])),
  address(['IN'], createWorkAddress(indians, ['kaveri-systems.in', 'deltasoft.co.in']), atWork),
  address(['DE'], createNumberedAddress(germans, ['gmx.de', 'web.de', 't-online.de', 'gmail.com'])),
  address(['DE'], createWorkAddress(germans, ['hallberg-logistik.de', 'uni-brennburg.de', 'nordkai.com']), atWork),
  address(['ES'], createNumberedAddress(spaniards, ['gmail.com', 'hotmail.es', 'outlook.es'])),
  address(['ES'], createWorkAddress(spaniards, ['costaverde.es', 'grupo-arenal.com']), atWork),
  address(['US', 'GB'], createNumberedAddress(nicknames, ['gmail.com', 'yahoo.com'])),
  address(
    ['US', 'GB', 'DE'],
    createTeamAddress(['accounts', 'hello', 'office', 'billing'], ['tallpine.io', 'nordkai.com', 'penmere.org.uk']),
    ['C: we are a small firm, our email is {v}'],
  ),
];
