import { createImei } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, fewDigits, lettersAndDigits, mixedDigits, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';

const imeiFrames = repeatFrames({
  often: [
    "A: what's the IMEI / C: (it's|) {v}",
    'A: can you read me the IMEI number of the phone / C: (yes|okay), {v}',
    'C: the IMEI is {v}',
  ],
  sometimes: [
    'A: type star hash zero six hash, then you see the IMEI / C: yes, {v}',
    'C: please block my stolen phone, the IMEI number is {v}',
    'A: the IMEI on the contract is {v} / C: yes, that phone',
  ],
});

const serialFrames = repeatFrames({
  often: [
    "A: what's the serial number of the (router|washing machine|tablet) / C: {v}",
    'C: the serial number is {v}',
    "A: can you read me the serial number / C: (yes|sure), it's {v}",
  ],
  sometimes: [
    'A: it is on the label at the back, next to S N / C: the serial number, yes, {v}',
    'C: I want to register my new boiler, serial number {v}',
    'A: is your box the one with serial number {v} / C: let me look, yes',
  ],
  rarely: ['C: the warranty card has another serial number than the bike, the bike says {v}'],
});

const meterFrames = repeatFrames({
  often: [
    "A: what's your meter reading (today|) / C: (it's|) {v}",
    'A: can I have the reading from the gas meter / C: {v}',
    'C: my meter reading is {v}',
  ],
  sometimes: [
    'A: which reading do you see on the electricity meter / C: {v}, and then two red digits',
    'C: you estimated my water meter at {v2} but it shows {v}',
    "A: on the day you moved in the meter was at {v} / C: that's right",
  ],
  rarely: ['C: the day reading is {v} and the night reading {v2} / A: thanks, I have both readings'],
});

const errorFrames = repeatFrames({
  often: ['C: I get error (code|) {v}', 'A: what error code do you see / C: {v}', 'C: the screen says error {v}'],
  sometimes: [
    'A: does it show an error number / C: yes, error {v}',
    'C: the boiler stopped and the display shows the error code {v}',
    'A: error {v} means that there is no connection / C: and what can I do',
  ],
  rarely: ['C: my film stops after a minute with the error code {v}'],
});

const versionFrames = repeatFrames({
  often: [
    'A: which version of the app do you have / C: {v}',
    "C: I'm on version {v}",
    'A: please update to version {v} / C: okay',
  ],
  sometimes: [
    'A: what software version does the router show / C: {v}',
    'C: since version {v} the app closes by itself',
    'A: under settings you find the firmware version / C: it says {v}',
  ],
});

const partFrames = repeatFrames({
  often: [
    "A: what's the part number / C: (it's|) {v}",
    'C: I need a spare part, part number {v}',
    'A: do you know the article number / C: {v}',
  ],
  sometimes: [
    'A: the part number for the hinge is {v} / C: thanks',
    'C: there is a screw missing, in the manual it is part {v}',
    'C: can you tell me the price of item number {v}',
  ],
});

/** What people read from devices, their labels and their displays. */
export const harmlessDevices = {
  imei: [harmlessGrammar(createImei, mixedDigits, imeiFrames)],
  serial: [
    harmlessGrammar(
      (random) => cutIntoGroups(random.number(random.pick([8, 11])), [4, 4, 3]),
      mixedDigits,
      serialFrames,
    ),
    harmlessGrammar(
      (random) => [random.letters(1) + random.digits(2), random.letters(2) + random.digits(1), random.digits(4)],
      lettersAndDigits,
      serialFrames,
    ),
  ],
  meter: [harmlessGrammar((random) => [random.digits(2), random.digits(3)], fewDigits, meterFrames)],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([3, 4]))], fewDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'F', 'C']), random.digits(2)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) =>
        [random.integer(1, 18), random.integer(0, 12), random.integer(0, 9)].slice(random.integer(0, 1)).map(String),
      saidVersions,
      versionFrames,
    ),
  ],
  partCode: [
    harmlessGrammar((random) => cutIntoGroups(random.number(random.pick([6, 8])), [3, 3, 2]), mixedDigits, partFrames),
    harmlessGrammar((random) => [random.letters(2), random.digits(4)], lettersAndDigits, partFrames),
  ],
  score: [
    harmlessGrammar(
      (random) => [String(random.integer(0, 10))],
      counts,
      repeatFrames({
        often: [
          'A: from zero to ten, how likely are you to recommend us / C: {v}',
          "A: how would you rate today's call, one to ten / C: I'd say {v}",
          'C: I give you a {v} out of ten',
        ],
        sometimes: ['A: how bad is the pain, from one to ten / C: maybe {v}'],
      }),
    ),
    harmlessGrammar(
      (random) => [String(random.integer(510, 830))],
      counts,
      repeatFrames({
        often: ["A: do you know your credit score / C: it's {v}", 'C: my credit score is {v}'],
        sometimes: ['A: your credit score went up to {v} / C: oh, good'],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
