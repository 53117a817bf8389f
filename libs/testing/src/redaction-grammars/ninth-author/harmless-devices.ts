import { between, createImei } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, fewDigits, lettersAndDigits, mixedDigits, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const imeiFrames = repeatFrames({
  often: [
    'A: to insure the mobile I need its IMEI / C: (it is|right,|) {v}',
    'C: the IMEI of the phone is {v}',
    'A: what is the IMEI number on the box / C: {v}',
  ],
  sometimes: [
    'A: is it the handset with the IMEI {v} / C: I suppose so, it is the red one',
    'C: there are two barcodes on the phone box, one says IMEI and then {v}',
    'C: my grandson lost his telephone, we still have the box, I M E I {v}',
    'A: which phone was stolen / C: the IMEI on the receipt is {v}',
  ],
});

const serialFrames = repeatFrames({
  often: [
    'A: what is the serial number of the (boiler|hearing aid|stairlift) / C: (it is|it says|) {v}',
    'C: the serial number is {v}',
    'A: can you find the serial number, on the plate at the back / C: (just about|yes), {v}',
    'A: for the guarantee I need the serial number / C: {v}',
  ],
  sometimes: [
    'C: my blood pressure machine has stopped, the serial number on the bottom is {v}',
    'A: we have serial number {v} down as your electricity meter / C: that is what it says on the front',
    'C: it says S slash N and then {v} / A: that is the serial number, thank you',
    'A: is there a sticker on the bicycle / C: yes, in the corner, serial number {v}',
    'C: I bought the electric chair second hand, serial {v}, can I still have it mended',
    'C: under the barcode there is a small number / A: that is the serial number / C: {v}',
    'A: meter serial number first / C: {v} / A: and the reading / C: {meter}',
  ],
  rarely: [
    'C: the old meter had serial number {v2} and the new one has {v}, and you are billing me for both',
    "C: I'm on my knees in front of the fridge, there are so many numbers / A: the serial number / C: here, {v}",
    'C: the alarm round my neck has the serial number {v}, it went off in the night',
  ],
});

const meterFrames = repeatFrames({
  often: [
    'A: what does the meter say (today|) / C: (it says|) {v}',
    'C: I have a meter reading for you, {v}',
    'A: and the gas reading / C: {v}',
    'A: could you read me the black figures on the meter / C: {v}',
  ],
  sometimes: [
    'C: the water meter is under the pavement, my neighbour read it for me, {v}',
    'A: we estimated the meter at {v} / C: that is far too much',
    'C: the man read {v2} but now the meter only says {v}',
    'A: when you moved in, the reading was {v} / C: it is on the form, yes',
    'C: it goes round, the last number, I think that the reading is {v}',
  ],
  rarely: ['C: night rate {v} and day rate {v2}, those are the readings off the meter'],
});

const errorFrames = repeatFrames({
  often: [
    'C: the boiler shows error {v}',
    'A: is there an error code in the display / C: (yes|it is flashing), {v}',
    'C: your website says error {v} when I want to book the appointment',
  ],
  sometimes: [
    'A: error code {v} means that the filter is full / C: so it is not broken',
    'C: the stairlift stopped halfway, with me on it, and it said fault {v}',
    'C: the car has a light on and the garage read out fault code {v}',
    'A: what did the machine say / C: error number {v}, and then it ate the ticket',
  ],
});

const versionFrames = repeatFrames({
  often: [
    'A: which version of the app is it / C: my grandson says {v}',
    'C: it says version {v} in the corner',
    'A: you need version {v} of the app for the prescriptions / C: how do I get that',
  ],
  sometimes: [
    'C: since the update to version {v} the letters are so small',
    'A: what software is on the sat nav / C: version {v}',
    'C: the tablet asks whether I want version {v}, shall I press yes',
  ],
});

const partFrames = repeatFrames({
  often: [
    'A: what is the part number of the (hinge|pump|mirror) / C: (it is|) {v}',
    'C: I am looking for a part for the cooker, part number {v}',
    'A: is there an article number in the catalogue / C: yes, {v}',
  ],
  sometimes: [
    'A: we have to order the brake disc, part {v} / C: how long is that',
    'C: in the catalogue, page with the lamps, item number {v}',
    'C: the old filter has the part number {v}, do you stock it',
    'A: the model number please / C: of the mower, it says {v}',
  ],
});

const scoreFrames = repeatFrames({
  often: [
    'A: on a scale from zero to ten, how bad is the pain / C: (oh, I should say|) {v}',
    'A: how satisfied were you with us, from one to ten / C: {v}, dear',
    'C: I would give the driver a {v} out of ten',
  ],
  sometimes: [
    'A: how well did you sleep, one to ten / C: {v}',
    'C: the hotel was a {v} at best, on a scale of ten',
    'A: so I note a {v} out of ten / C: that is fair',
  ],
});

/** What callers read from machines and their labels, and what they are asked to rate. */
export const harmlessDevices = {
  imei: [harmlessGrammar(createImei, mixedDigits, imeiFrames)],
  serial: bothKinds(
    (random) => cutIntoGroups(random.number(random.pick([7, 9, 10])), [3, 3, 4]),
    (random) => [random.letters(2), random.digits(3), random.digits(3) + random.letters(1)],
    serialFrames,
  ),
  meter: [
    harmlessGrammar((random) => [random.digits(2), random.digits(3)], fewDigits, meterFrames),
    harmlessGrammar((random) => [random.number(4)], fewDigits, meterFrames),
  ],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([2, 3]))], fewDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'H', 'L', 'P']), random.digits(2)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) =>
        [random.integer(1, 14), random.integer(0, 9), random.integer(0, 20)].slice(random.integer(0, 1)).map(String),
      saidVersions,
      versionFrames,
    ),
  ],
  partCode: [
    harmlessGrammar((random) => cutIntoGroups(random.number(random.pick([5, 7])), [3, 4]), mixedDigits, partFrames),
    harmlessGrammar((random) => [random.letters(1) + random.digits(2), random.digits(4)], lettersAndDigits, partFrames),
  ],
  score: [harmlessGrammar(between(0, 10), counts, scoreFrames)],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
