import { evidenceWords as words, type Evidence } from './evidence.js';

const codes = words('code codes digits digit figures passcode');
const ways = words(
  'sent send got get received receive came come arrived arrive read tell shows show says say flashed popped appeared just',
);
/** Where one-time codes come. */
const messages = words(
  'text texts sms message messages whatsapp notification notifications popup authenticator fob token app inbox',
);
const devices = words('phone mobile handset cell cellphone device tablet');
const arrivals =
  words(`arrived arrives came comes got received just says said saying reads read shows showing popped pops buzzed pinged appeared appears here sent gave
  looking wants type displayed displays up getting numbers flashed flashing landed through dinged now finally goes`);
const questions = words("what what's which read tell quote say confirm give did have");
const sights =
  words(`say says said show shows showing reads read display displaying displays code number numbers digits figures characters received got get see came come
  through sent flashing arrive arrived there`);
/** Digits of a one-time code. */
const DIGITS = [4, 8] as const;

/** What proves a one-time code: how it comes, and what it looks like there. */
export const codeEvidence: readonly Evidence[] = [
  {
    kind: 'OTP',
    groups: [codes, words('text texted sms message app notification inbox screen whatsapp email mail phone'), ways],
  },
  {
    kind: 'OTP',
    groups: [words('app authenticator token'), words('show shows display displays'), words('what which')],
  },
  { kind: 'OTP', groups: [words('texted sms whatsapp authenticator'), words('number numbers'), ways] },
  {
    kind: 'OTP',
    groups: [
      words('arrived came popped flashed pinged buzzed landed texted'),
      words('phone mobile handset screen text message inbox app whatsapp'),
      words('what which read tell'),
      words('says say said digits number code shows read out'),
    ],
  },
  { kind: 'OTP', groups: [messages, questions, sights] },
  { kind: 'OTP', groups: [devices, words("what what's"), words('pinged flashing flashes popped buzzed appeared')] },
  {
    kind: 'OTP',
    groups: [
      devices,
      words('pinged pinging buzzed buzz popped sent received receive'),
      words('something anything what'),
    ],
  },
  {
    kind: 'OTP',
    groups: [
      words('texting texted pinging pinged triggering triggered pushing pushed resending'),
      words('it something now one another factor code you'),
    ],
  },
  {
    kind: 'OTP',
    groups: [
      words('sent sending emailed emailing'),
      words('verification passcode temporary digits what'),
      words('you your number code email there what'),
    ],
  },
  {
    kind: 'OTP',
    groups: [words('factor'), words('two second multi'), words('sending triggering code now number bit step')],
  },
  {
    kind: 'OTP',
    groups: [words('expired timed'), words('issue resend generate send sent'), words('fresh one another')],
  },
  {
    kind: 'OTP',
    groups: [
      words('window popup prompt pop'),
      words('screen phone mobile up'),
      words('digits code number numbers say'),
    ],
  },
  {
    kind: 'OTP',
    groups: [words('robot automated'), words('call called calls calling'), words('number code said digits give')],
  },
  {
    kind: 'OTP',
    groups: [
      words('activation verification authentication temporary login'),
      words('digits number numbers characters figures'),
    ],
  },
  {
    kind: 'OTP',
    groups: [
      words('texted emailed messaged mailed sent'),
      words('number numbers digits figures characters'),
      words('confirm verify prove identity authenticate'),
    ],
  },
  { kind: 'OTP', groups: [words('buzzed pinged dinged beeped'), words('just now phone mobile')] },
  { kind: 'OTP', groups: [words('step'), words('two'), words('phone text email check sent send')] },
  { kind: 'OTP', groups: [words('authenticate authenticating'), words('read tell give say number')] },
  {
    kind: 'OTP',
    groups: [
      words('anything something'),
      words('arrive arrived come came pop popped'),
      words('phone mobile screen inbox'),
    ],
  },
  { kind: 'OTP', groups: [words('tap press click hit'), words('generate'), words('read tell give say what')] },
  { kind: 'OTP', groups: [words('ping buzz ding beep'), words('there here now')], digits: DIGITS },
  {
    kind: 'OTP',
    groups: [words('sign log login verify'), words('use enter'), words('message text says')],
    digits: DIGITS,
  },
  {
    kind: 'OTP',
    groups: [
      words('code codes'),
      words('typed entered tried put'),
      words('invalid wrong incorrect expired works work'),
    ],
    digits: DIGITS,
  },
  { kind: 'OTP', groups: [messages, arrivals], digits: DIGITS },
  { kind: 'OTP', groups: [devices, words('buzzed pinged popped flashed came appeared dinged')], digits: DIGITS },
  {
    kind: 'OTP',
    groups: [
      words('login logging signing factor authentication verification'),
      words('asking asks wants says said got'),
    ],
    digits: DIGITS,
  },
  { kind: 'OTP', groups: [words('robot automated'), words('call called said calls')], digits: DIGITS },
];
