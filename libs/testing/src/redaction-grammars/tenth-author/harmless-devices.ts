import { afterPrefix, createImei, digitsOf } from '../create-values.js';
import type { HarmlessKind } from '../grammar-kinds.js';
import { repeatFrames } from '../repeat-frames.js';
import { counts, plainCodes } from '../say-characters.js';
import { saidVersions } from '../say-quantities.js';
import type { ValueGrammar } from '../value-grammar.js';
import { harmlessGrammar } from '../harmless-grammar.js';
import { numbersAndCodes } from './numbers-and-codes.js';
import { anyDigits, shortDigits } from './write-digits.js';

const imeiFrames = repeatFrames({
  often: [
    "A: what's the IMEI of the phone / C: {v}",
    'A: could you read out the IMEI number / C: (yes|sure), {v}',
    'C: the IMEI number is {v}',
  ],
  sometimes: [
    'A: dial star hash oh six hash / C: it shows the IMEI, {v}',
    'C: my phone was stolen, the IMEI on the box is {v}',
    'A: I have the handset with IMEI {v} on your contract / C: yes',
    'A: for the trade-in I need the IMEI / C: {v}',
    'C: the repair shop says IMEI {v} is on a blocked list',
  ],
});

const serialFrames = repeatFrames({
  often: [
    "A: what's the serial number / C: (it's|) {v}",
    'A: can you find the serial number on the (dishwasher|printer|laptop|router) / C: {v}',
    'C: the serial number is {v}',
    'A: serial number please / C: (okay|yes), {v}',
  ],
  sometimes: [
    'A: turn it upside down, the serial number is on the sticker / C: {v}',
    "C: I'm registering my new washing machine, serial number {v}",
    'A: I have serial number {v} under warranty, is it that one / C: yes',
    'C: model and serial number, right / A: the serial number is enough / C: {v}',
    'C: the scooter with serial number {v} keeps switching off',
    'A: the replacement has serial number {v} / C: let me check, yes',
    'A: next to S slash N on the label / C: serial number, there, {v}',
  ],
  rarely: [
    "C: I'm on my knees behind the fridge, okay, the serial number is {v}",
    'C: my bike was stolen, I have the serial number of the frame, {v}',
    'C: the sticker is half gone, but I think the serial number is {v}',
    'A: is that the serial number or the model / C: the serial number, {v}',
  ],
});

const errorFrames = repeatFrames({
  often: [
    'C: it says error {v}',
    "A: what's the error code / C: {v}",
    'C: the (oven|dishwasher|app|printer) shows error code {v}',
    'A: which error do you get / C: error {v}',
  ],
  sometimes: [
    'A: is there a fault code on the display / C: yes, {v}',
    'C: I try to log in and get error number {v}',
    'A: error code {v} means that the filter is blocked / C: I cleaned it yesterday',
  ],
  rarely: ['C: yesterday it was error {v2} and now it is error {v}', 'C: the boiler beeps and there is fault code {v}'],
});

const partFrames = repeatFrames({
  often: [
    "A: what's the part number / C: {v}",
    'C: I need part number {v}',
    'A: do you have the item number from the catalogue / C: {v}',
  ],
  sometimes: [
    'C: do you have article {v} in stock',
    'A: the new filter is part number {v} / C: let me write that down',
    'A: the model number please / C: {v}',
    'C: the product code on the box is {v}',
  ],
  rarely: ['C: you sent me part {v2}, but I ordered part {v}', 'C: is part number {v} the left one or the right one'],
});

/** What people read from devices, their labels and their displays. */
export const harmlessDevices = {
  imei: [harmlessGrammar(createImei, anyDigits, imeiFrames)],
  serial: numbersAndCodes(digitsOf(8, 9, 10, 12), afterPrefix(['SN', 'C0', 'FW', 'A7', 'MX'], 6, 8, 9), serialFrames),
  meter: [
    harmlessGrammar(
      (random) => [random.digits(random.pick([4, 5]))],
      shortDigits,
      repeatFrames({
        often: [
          "A: what's the meter reading / C: {v}",
          'C: I want to give you my meter reading, {v}',
          'A: can I take the reading for the (gas|electricity|water) / C: {v}',
        ],
        sometimes: [
          'A: the last reading we have is {v} / C: that sounds right',
          'C: the meter shows {v}, and the next digit is red',
          'A: for the reading, read the numbers on the meter from left to right / C: {v}',
          'C: my bill says the reading was {v2}, but I read {v} on the meter',
        ],
        rarely: ["C: I'm moving out today and the final gas reading is {v}"],
      }),
    ),
  ],
  errorCode: [
    harmlessGrammar((random) => [random.number(random.pick([2, 3, 4]))], shortDigits, errorFrames),
    harmlessGrammar((random) => [random.pick(['E', 'F', 'ER', 'H']), random.digits(2)], plainCodes, errorFrames),
  ],
  version: [
    harmlessGrammar(
      (random) =>
        [random.integer(1, 22), random.integer(0, 15), random.integer(0, 9)].map(String).slice(random.integer(0, 1)),
      saidVersions,
      repeatFrames({
        often: [
          'A: what version are you running / C: {v}',
          'C: the app is version {v}',
          'A: which version of the software is it / C: version {v}',
        ],
        sometimes: [
          "A: it's fixed in version {v} / C: and when does that come out",
          'C: I updated from version {v2} to {v} and now it crashes',
          'A: what does it say under about this phone / C: Android {v}',
          'C: my firmware is {v}, is that the latest',
        ],
      }),
    ),
  ],
  partCode: numbersAndCodes(digitsOf(5, 6, 7), afterPrefix(['BX', 'W', 'KD', 'T'], 4, 5), partFrames),
  score: [
    harmlessGrammar(
      (random) => [String(random.integer(0, 10))],
      counts,
      repeatFrames({
        often: [
          'A: on a scale from one to ten, how happy are you with us / C: {v}',
          'A: how would you score the service today / C: (I would say|) {v}',
          'C: I would give that {v} out of ten',
        ],
        sometimes: [
          'A: and your pain today, zero to ten / C: {v}',
          'C: the hotel gets a {v} from me, the breakfast was cold',
        ],
      }),
    ),
    harmlessGrammar(
      (random) => [String(random.integer(480, 845))],
      counts,
      repeatFrames({
        often: ["A: what's your credit score / C: about {v}", 'C: the app says my credit score is {v}'],
        sometimes: [
          'A: you need a credit score of {v} for that loan / C: oh',
          'C: my credit score dropped from {v2} to {v}',
        ],
      }),
    ),
  ],
} satisfies Partial<Record<HarmlessKind, readonly ValueGrammar[]>>;
