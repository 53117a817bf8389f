import { createImei } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, mixedDigits, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const imeiFrames = repeatFrames({
  often: [
    "A: what's the IMEI / C: (it's|) {v}",
    'A: can I have the IMEI number of the phone / C: (yes|sure), {v}',
    'C: the IMEI is {v}',
    'C: my phone was stolen, the IMEI number is {v}',
  ],
  sometimes: [
    'A: dial star hash oh six hash and read me the IMEI / C: {v}',
    'A: the IMEI is printed on the box / C: (okay|I have it), {v}',
    'A: so the IMEI of the handset is {v} / C: (yes|correct)',
    'C: the tablet has an IMEI as well, do you want it / A: please / C: {v}',
  ],
  rarely: [
    "C: it's in the settings, under about, it says IMEI {v}",
    'C: {v}, is that the IMEI / A: yes, fifteen digits, that is the IMEI',
  ],
});

const serialFrames = repeatFrames({
  often: [
    "A: what's the serial number / C: (it's|) {v}",
    'A: can you read me the serial number of the (printer|boiler|laptop) / C: (yes|okay), {v}',
    'C: the serial number is {v}',
    'C: I need help with my dishwasher, serial number {v}',
  ],
  sometimes: [
    "A: it's on a sticker on the back of the machine / C: serial number, {v}",
    'A: the serial number we have is {v} / C: let me check, yes',
    'C: the warranty says serial number {v2} but the machine says {v}',
    'A: which model is it / C: the big one / A: and the serial number / C: {v}',
  ],
  rarely: [
    "C: does S N mean serial number / A: yes / C: then it's {v}",
    'C: I had to move the whole fridge to see it, the serial number is {v}',
  ],
});

const meterFrames = repeatFrames({
  often: [
    "A: what's your meter reading / C: (it's|) {v}",
    'A: can I take a reading of the (gas|electric) meter / C: (sure|yes), {v}',
    'C: my meter reading is {v}',
    "C: I want to give you a meter reading, it's {v}",
  ],
  sometimes: [
    "A: the last meter reading we have is {v} / C: it's more now",
    'A: just the black numbers on the meter / C: {v}',
    "C: the bill says the meter was at {v2} and that's wrong, it's at {v}",
    'A: what was the meter reading on the day you moved out / C: {v}',
  ],
  rarely: [
    'C: I can hardly see the meter in this cupboard, it says {v}',
    'C: the water meter says {v} and last month it was a lot less',
  ],
});

const errorFrames = repeatFrames({
  often: [
    "A: what's the error code / C: (it's|) {v}",
    "C: I'm getting error {v}",
    'C: the error code is {v}',
    'A: what does the display say / C: error {v}',
  ],
  sometimes: [
    'A: error {v} means that the filter is blocked / C: ah',
    'C: the washing machine beeps and shows error code {v}',
    'A: is it error code {v} / C: (yes|exactly)',
    'C: I try to log in and it says error {v}',
  ],
  rarely: [
    'C: first it was error {v2}, I restarted it, and now it is error {v}',
    "C: {v} / A: that's the error code / C: yes, on the display of the boiler",
  ],
});

const versionFrames = repeatFrames({
  often: [
    'A: which version of the software do you have / C: (version|it says version|) {v}',
    'A: what version of the app are you on / C: {v}',
    "C: I'm on version {v}",
    'C: I updated to version {v} and now it crashes',
  ],
  sometimes: [
    'A: the newest version is {v} / C: then I have to update',
    'A: what software version does the (router|TV|box) show / C: {v}',
    "A: that's fixed in version {v} / C: good",
    'C: the router says firmware {v}',
  ],
  rarely: ['C: version {v2} worked fine, version {v} is slow', 'C: how do I get back to version {v}'],
});

const partFrames = repeatFrames({
  often: [
    "A: what's the part number / C: (it's|) {v}",
    'C: I need a spare part, the part number is {v}',
    'A: do you have the part number / C: (yes|sure), {v}',
    'C: is part number {v} in stock',
  ],
  sometimes: [
    "A: that's part number {v} / C: how much is it",
    'C: you sent me part {v2} and I need part {v}',
    "A: what's the item number in the catalogue / C: {v}",
    'A: I can order part number {v} for Friday / C: please',
  ],
  rarely: [
    'C: the filter of the vacuum cleaner is broken, product code {v}, do you still sell that',
    'C: {v}, does that look like a part number / A: yes, that is the part number of the hinge',
  ],
});

/** What people read from devices, their labels and their displays. */
export const harmlessDevices = {
  imei: [harmlessGrammar(createImei, mixedDigits, imeiFrames)],
  serial: bothKinds(
    (random) => cutIntoGroups(random.number(random.pick([9, 10, 12])), [3, 3, 3, 3]),
    (random) => [random.letters(2), random.digits(4), random.letters(1) + random.digits(3)],
    serialFrames,
  ),
  meter: [
    harmlessGrammar(
      (random) => cutIntoGroups(random.number(random.pick([4, 5, 6])), [2, 2, 2]),
      fewDigits,
      meterFrames,
    ),
  ],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'F', 'H']), random.digits(2)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) =>
        [random.integer(2, 21), random.integer(0, 9), random.integer(1, 14)].slice(0, random.integer(2, 3)).map(String),
      saidVersions,
      versionFrames,
    ),
  ],
  partCode: bothKinds(
    (random) => cutIntoGroups(random.number(random.pick([6, 7])), [3, 4]),
    (random) => [random.letters(2), random.digits(3)],
    partFrames,
  ),
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
