import type { RandomSource } from '../random-source.js';
import type { ValueGrammar } from '../value-grammar.js';
import { americanDigits, shortDigits } from './say-values.js';

const createArea = (random: RandomSource): string => `${random.integer(1, 7)}${random.number(2)}`;

const whole: ValueGrammar = {
  countries: ['US'],
  create: (random) => [createArea(random), random.number(2), random.number(4)],
  renderings: americanDigits,
  frames: [
    "A: for the credit check I'll need your social security number / C: (okay|) {v}",
    "A: and your social please / C: okay it's {v}",
    'A: can you verify your full social for me / C: yes (sir|) {v}',
    "C: I'd like to file for unemployment, my social is {v}",
    'A: and what name is that under / C: Dolores Whitaker / A: and your social, Dolores / C: {v}',
    'A: is it okay if I ask for your social / C: the whole thing / A: all nine digits, yes / C: {v}',
    'A: do you happen to know her social / C: my mom wrote it down for me, {v}',
    "C: {v} / A: and that's your social, correct / C: correct",
    'A: I have {v} for the social, did I get that right / C: you did',
    "A: social security please / C: do I have to give you that / A: it's only to pull up your file / C: fine, {v}",
    "A: tax ID number / C: I'm a sole proprietor so I use my social / A: that works / C: {v}",
    "A: member ID or social / C: I don't have the card with me so social, {v}",
    'A: and what is your so shall security number / C: {v}',
    'A: your social securities number / C: {v}',
    'C: they put the wrong social on my W two, it says {v2} and it should be {v}',
    "A: go ahead with the social whenever you're ready / C: ready / A: okay / C: {v}",
    'A: zip code / C: {zip} / A: date of birth / C: {BIRTH_DATE} / A: and the social / C: {v}',
    'C: I have to report the death of my husband, his social security number was {v}',
    'A: do you have an SSN or an ITIN / C: SSN, {v}',
    "C: it's for my daughter's college fund / A: her SSN please / C: {v}",
    'A: so your social was {v2} / C: no, {v}',
    "C: I don't want to say my social out loud in here / A: you can step outside / C: okay I'm outside, {v}",
    'A: nine digits, no dashes / C: my social / A: yes / C: {v}',
    'A: what is the S S N of the primary / C: {v}',
    "C: this is Marcus Hale, my social is {v} and I'm calling about my refund",
    'A: passport number / C: no passport, I only have my social / A: okay / C: {v}',
    'A: what is your phone number / C: you looked me up by my social last time, {v}',
  ],
};

const lastFour: ValueGrammar = {
  countries: ['US'],
  create: (random) => [random.digits(4)],
  renderings: shortDigits,
  frames: [
    "A: just the last four of your social / C: (that's|) {v}",
    "A: can you confirm the last four on your social / C: that's {v}",
    'C: last four of the social is {v}, zip code {zip}',
    "A: the last four of the social on file please / C: mine or my wife's / A: yours, you're the primary / C: {v}",
    "A: I show a social ending in {v} / C: yeah that's me",
    "A: to verify you I need the last four of your social or your PIN / C: I'll do the social, {v}",
    'C: you can look me up by my social, it ends in {v}',
    'C: do you want the full social or the last four / A: just the last four / C: {v}',
    'A: name / C: Rick Salazar / A: last four of the soc / C: {v}',
    'A: can you tell me the last four / C: of my card / A: no, of your social / C: oh, {v}',
    "A: what's the social / C: I can't say all of it, the end is {v}",
  ],
};

const firstFive: ValueGrammar = {
  countries: ['US'],
  create: (random) => [createArea(random), random.number(2)],
  renderings: shortDigits,
  frames: [
    "A: I only see the last four here, what's the rest of your social / C: {v}",
    'A: and the first five of your social / C: {v}',
  ],
};

export const socialSecurityNumbers: readonly ValueGrammar[] = [whole, whole, lastFour, firstFive];
