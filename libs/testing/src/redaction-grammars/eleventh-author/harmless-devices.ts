import { createImei } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { fewDigits, mixedDigits, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';
import { cutIntoGroups, type ValueGrammar } from '../value-grammar.js';

const imeiFrames = repeatFrames({
  often: [
    "A: what's the IMEI of the phone / C: (it's |){v}",
    'A: can you read me the IMEI number / C: (yes, |okay, |){v}',
    'C: the IMEI is {v}',
    'A: dial star hash zero six hash and the IMEI comes up / C: {v}',
  ],
  sometimes: [
    'C: my phone was stolen, can you block it, the IMEI is {v}',
    'A: for the trade-in I need the IMEI / C: {v}',
    'A: we have IMEI {v} on your contract / C: (yes|correct)',
    "C: where's the IMEI / A: in the settings, under about phone / C: {v}",
    'C: I insured the phone with IMEI number {v}',
  ],
  rarely: [
    'A: what comes up on the screen / C: {v} / A: that is the IMEI, thanks',
    'C: the IMEI on the box is {v2} and the phone shows {v}',
  ],
});

const serialFrames = repeatFrames({
  often: [
    "A: what's the serial number / C: (it's |){v}",
    'A: can you read me the serial number of the (printer|boiler|dishwasher) / C: (sure, |okay, |){v}',
    'C: the serial number is {v}',
    "A: it's on the sticker underneath, the serial number / C: {v}",
  ],
  sometimes: [
    'C: I want to register a washing machine, serial number {v}',
    'A: is it the laptop with serial number {v} / C: (yes|that one)',
    'A: which model is it / C: the small one / A: and the serial number / C: {v}',
    'C: my bike was stolen / A: do you have its serial number / C: {v}',
    'A: for the warranty I need the serial number of the television / C: one moment, {v}',
    'A: we sent you a router with the serial number {v} / C: yes, I have it here',
  ],
  rarely: [
    'A: what is on the sticker of the router / C: {v} / A: that is the serial number, thank you',
    'A: is that the IMEI / C: no, the serial number, {v}',
    'C: the app says that my camera with serial number {v} is already in use',
    'C: you swapped the meter, the serial number of the new one is {v}',
  ],
});

const meterFrames = repeatFrames({
  often: [
    "A: what's the meter reading / C: (it's |){v}",
    'A: can you give me a meter reading / C: (yes, |sure, |){v}',
    'C: my meter reading is {v}',
    'A: what does the gas meter say / C: {v}',
  ],
  sometimes: [
    "C: I'd like to submit a reading for the electricity meter / A: go ahead / C: {v}",
    'A: the last meter reading we have is {v} / C: that was only an estimate',
    'C: your bill says my meter was at {v}, it was never that high',
    'A: reading from the water meter, just the black digits / C: {v}',
    'C: the day I moved out the meter was at {v}',
  ],
  rarely: [
    "C: I had to crawl under the stairs for this / A: thank you, what's the reading on the meter / C: {v}",
    'A: night reading first / C: the night reading is {v} / A: thanks, and the day reading / C: {v2}',
    'C: the meter reader wrote {v} but the meter shows {v2}',
  ],
});

const errorFrames = repeatFrames({
  often: [
    'C: I keep getting error {v}',
    'A: what error code do you see / C: {v}',
    'C: the display shows error code {v}',
    'A: is there an error code / C: (yes, |yeah, |){v}',
  ],
  sometimes: [
    'A: error {v} means that the filter is blocked / C: okay',
    'C: the dishwasher stops after a minute with error code {v}',
    'A: does it still say error {v} / C: (yes|no, now it works)',
    'C: your app crashes with error code {v}',
    'A: what does the screen say / C: error {v}',
  ],
  rarely: [
    'C: {v} is flashing on the display / A: that is an error code',
    'C: I type the code from the text and it says error {v}',
    'C: I typed in my card and then it said error {v}',
  ],
});

const versionFrames = repeatFrames({
  often: [
    'A: which version are you on / C: (version |){v}',
    "C: I'm using version {v}",
    'A: please update to version {v} / C: (okay|how do I do that)',
    'A: which version of the app is it / C: {v}',
  ],
  sometimes: [
    'A: go to settings, then about, what version is there / C: {v}',
    'C: since the update to version {v} I get no notifications',
    'A: what firmware version does the router have / C: {v}',
    'C: the problem is in version {v} of your software',
    'A: version {v} fixes that / C: great',
  ],
  rarely: [
    'A: what does it say under about / C: {v} / A: that is the version, thanks',
    'C: my colleague has version {v2} and it works, I have version {v}',
  ],
});

const partFrames = repeatFrames({
  often: [
    "A: what's the part number / C: (it's |){v}",
    'C: I need a spare part, the part number is {v}',
    'A: do you have the part number / C: (yes, |){v}',
    'A: which item is it / C: item number {v} in the catalogue',
  ],
  sometimes: [
    'A: the part number of the belt is {v} / C: thanks',
    'C: do you have part number {v} in stock',
    'C: I ordered a seal for the fridge and got the wrong one, the part number is {v}',
    'A: what does it say on the old pump / C: part number {v}',
    'A: the article number is below the price / C: okay, article number {v}',
  ],
  rarely: [
    'C: {v} / A: is that the part number / C: yes, from the manual',
    'C: will part {v} fit the older model, or do I need part {v2}',
  ],
});

/** What people read from devices, their labels and their displays. */
export const harmlessDevices: Partial<Record<HarmlessKind, readonly ValueGrammar[]>> = {
  imei: [harmlessGrammar(createImei, mixedDigits, imeiFrames)],
  serial: bothKinds(
    (random) => cutIntoGroups(random.number(random.pick([8, 9, 10])), [4, 3, 3]),
    (random) => [random.letters(2) + random.digits(1), random.digits(3), random.letters(1) + random.digits(2)],
    serialFrames,
  ),
  meter: [
    harmlessGrammar((random) => [random.digits(2), random.digits(3)], fewDigits, meterFrames),
    harmlessGrammar((random) => [random.number(4)], fewDigits, meterFrames),
  ],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], fewDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'F', 'H']), random.digits(2)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) =>
        [random.integer(1, 24), random.integer(0, 11), random.integer(0, 9)].slice(random.integer(0, 1)).map(String),
      saidVersions,
      versionFrames,
    ),
  ],
  partCode: bothKinds(
    (random) => cutIntoGroups(random.number(random.pick([6, 7, 8])), [3, 3, 2]),
    (random) => [random.letters(2), random.digits(3), random.digits(2)],
    partFrames,
  ),
};
