import { afterPrefix, between, createImei, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { bothKinds, harmlessGrammar } from '../harmless-grammar.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, fewDigits, lettersAndDigits, mixedDigits, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';

const imeiFrames = repeatFrames({
  often: ['A: IMEI please / C: {v}', "A: what's the IMEI / C: (it's|ok|) {v}", 'C: the IMEI is {v}'],
  sometimes: [
    'C: my phone got nicked, block the IMEI please, {v}',
    'A: look in settings under about phone for the IMEI / C: {v}',
    'C: it shows two of them / A: IMEI one / C: {v}',
    'A: the IMEI of the phone you bought from us is {v} / C: matches',
    'C: is the phone with IMEI {v} unlocked',
  ],
  rarely: ['C: I traded in my old phone, IMEI {v}, and never got the voucher'],
});

const serialFrames = repeatFrames({
  often: [
    'A: serial number / C: {v}',
    "A: what's the serial number on the (router|laptop|card reader) / C: (it's|uh|) {v}",
    "C: serial's {v}",
    'A: turn the router over and read me the serial number / C: {v}',
  ],
  sometimes: [
    'A: it starts after S N on the sticker / C: okay, serial number {v}',
    'C: my card terminal does not start, serial number {v}',
    'A: is it the console with serial {v} / C: yep',
    'C: I need a warranty check for a laptop, the serial is {v}',
    'A: model / C: the small one / A: and the serial number / C: {v}',
    'A: we are sending you a new box, serial number {v} / C: thanks',
    'C: the sticker is tiny, the serial number I think is {v}',
  ],
  rarely: [
    'C: the box says serial {v2} but the device itself says {v}',
    'C: {v} / A: is this the serial number of the modem / C: yes',
    'A: the dongle has to be registered, serial number please / C: {v}',
  ],
});

const meterFrames = repeatFrames({
  often: [
    'A: meter reading / C: {v}',
    'C: the meter reads {v}',
    "A: what's the reading on the electricity meter / C: {v}",
  ],
  sometimes: [
    'C: just moved in, meter reading is {v}',
    'A: the smart meter sent us {v} / C: ok same here',
    'A: gas first / C: gas reading is {v}',
    'C: I uploaded the meter reading, {v}, and the app says too high',
    'C: last reading was {v2}, now the meter says {v}',
  ],
});

const errorFrames = repeatFrames({
  often: ['A: what error do you get / C: error {v}', 'C: it says error code {v}', 'A: and the error code / C: {v}'],
  sometimes: [
    'C: the app crashes with error {v}',
    'A: error {v} just means the server is busy / C: since yesterday',
    'C: my payment page shows error number {v}',
    'A: does the router show an error code / C: yeah, {v} in red',
    'C: I click install and boom, error {v}',
  ],
  rarely: ['C: first it was error {v2}, now it is error {v}'],
});

const versionFrames = repeatFrames({
  often: ['A: which version are you on / C: {v}', "C: I'm on version {v}", 'A: what app version does it say / C: {v}'],
  sometimes: [
    'A: you need at least version {v} / C: ok updating',
    'C: after the update to version {v} nothing works',
    'A: Android or iPhone / C: Android / A: which Android version / C: {v}',
    'A: the bug is fixed in release {v} / C: when does it come',
    'C: the firmware of my router is {v}, is this the newest version',
  ],
});

const partFrames = repeatFrames({
  often: ['A: part number / C: {v}', 'C: I need part number {v}', "A: what's the item number / C: (it's|) {v}"],
  sometimes: [
    'C: the power adapter, part number {v}, do you have it',
    'A: the part number of the battery is {v} / C: ok thanks',
    'C: on the spare fan it says part {v}',
    'A: which cable do you need / C: article number {v}',
    'C: you sent part {v2}, I ordered part {v}',
  ],
});

const npsFrames = repeatFrames({
  often: [
    'A: zero to ten, would you recommend us / C: {v}',
    'A: how was the chat with our support, one to ten / C: {v}',
    'C: I gave the driver a {v} in the app',
  ],
  sometimes: ['A: why only a {v} / C: because it took forever', 'C: from ten I would give {v}'],
});

const creditScoreFrames = repeatFrames({
  often: ['C: my credit score is {v}', 'A: do you know your credit score / C: the app says {v}'],
  sometimes: ['A: your credit score dropped to {v} / C: why', 'C: is a credit score of {v} enough for the loan'],
});

/** What people read from devices, their labels and their displays. */
export const harmlessDevices = {
  imei: [harmlessGrammar(createImei, mixedDigits, imeiFrames)],
  serial: [
    ...bothKinds(digitsOf(8, 9, 12), afterPrefix(['SN', 'F', 'C02', 'RT'], 6, 8), serialFrames),
    harmlessGrammar(
      (random) => [random.letters(2) + random.digits(2), random.letters(1) + random.digits(3), random.letters(2)],
      lettersAndDigits,
      serialFrames,
    ),
  ],
  meter: [harmlessGrammar((random) => [random.digits(random.pick([4, 5, 6]))], fewDigits, meterFrames)],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([3, 4]))], fewDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'ERR', 'P', 'U']), random.digits(3)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) => [random.integer(1, 9), random.integer(0, 9), random.integer(0, 9)].map(String),
      saidVersions,
      versionFrames,
    ),
    harmlessGrammar((random) => [random.integer(2, 9), random.integer(0, 9)].map(String), saidVersions, versionFrames),
  ],
  partCode: bothKinds(digitsOf(6, 7, 9), afterPrefix(['A', 'PN', 'FRU'], 4, 6), partFrames),
  score: [
    harmlessGrammar(between(0, 10), counts, npsFrames),
    harmlessGrammar(between(480, 850), counts, creditScoreFrames),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
