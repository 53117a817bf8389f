import { evidenceWords as words, type Evidence } from './evidence.js';

const cards = words('card cards visa mastercard amex plastic debit maestro');
const questions = words('what which where how');
const callers = words(
  'you me us him her them we i driver courier engineer technician someone somebody they nurse doctor',
);

/** What proves the kinds whose words are few: those of cards, people and documents. */
export const contactEvidence: readonly Evidence[] = [
  {
    kind: 'EXPIRY',
    groups: [words('until till good valid thru lasts dies validity usable expire expires expired'), cards],
  },
  {
    kind: 'EXPIRY',
    groups: [
      words('month year date dates mm'),
      cards,
      words('on shows show says say printed front bottom written see reads under below'),
    ],
  },
  {
    kind: 'EXPIRY',
    groups: [
      words('run runs end ends stop stops finish finishes renew renewed replaced last work works due up left'),
      words('when long'),
      cards,
    ],
  },
  {
    kind: 'PHONE',
    groups: [
      words('reach ring call phone contact catch raise text dial'),
      questions,
      callers,
      words('on at number best case back today later can could should shall do may would will'),
    ],
  },
  {
    kind: 'PHONE',
    groups: [
      words('number'),
      words('what which'),
      words('are am were'),
      words('on using under calling ringing porting moving transferring'),
    ],
  },
  { kind: 'PHONE', groups: [words('line lines'), words('what which'), words('fault faulty down dead noisy crackles')] },
  {
    kind: 'PHONE',
    groups: [words('mobile phone cell cellphone landline handset telephone'), words('what which')],
  },
  { kind: 'PHONE', groups: [words('text sms message link code'), words('where'), words('send sent sending go')] },
  {
    kind: 'EMAIL',
    groups: [
      words('address'),
      words('send sent mail forward'),
      words('ticket tickets confirmation receipt link itinerary'),
    ],
  },
  { kind: 'PHONE', groups: [words('reached reachable'), words('at on under')] },
  // "You've got my old number, the new one is …"
  {
    kind: 'PHONE',
    groups: [
      words('old previous former'),
      words('number phone mobile cell line'),
      words('new current other'),
      words('one'),
    ],
  },
  {
    kind: 'PHONE',
    groups: [
      words('ring rang call called dial dialled dialed phone phoned tried trying'),
      words('service disconnected unobtainable unavailable recognised recognized engaged'),
    ],
    digits: [7, 15],
  },
  {
    kind: 'PHONE',
    groups: [
      words('port porting bring keep transfer switch move take'),
      words('number'),
      words('my'),
      words('over provider network carrier operator with'),
    ],
  },
  {
    kind: 'PHONE',
    groups: [words('who whom'), words('call ring contact reach phone notify'), words('should can could shall do')],
  },
  { kind: 'PHONE', groups: [words('ringing calling phoning'), words('line number'), words('about from on for')] },
  {
    kind: 'PHONE',
    groups: [words('ring call phone contact text'), words("she's he's they're i'm she he they"), words('on at')],
  },
  {
    kind: 'PHONE',
    groups: [
      words('drops drop dropped disconnected cut breaks lose lost'),
      words('line call connection'),
      words('number back reach ring'),
    ],
  },
  {
    kind: 'PIN',
    groups: [
      words('cash cashpoint atm keypad'),
      words('number code digits press punch type enter put key tap'),
      words('you i your my we use'),
    ],
  },
  {
    kind: 'PIN',
    groups: [
      words('unlock unlocks unlocking'),
      words('number code digits type enter put'),
      words('phone app banking card mobile tablet'),
    ],
  },
  {
    kind: 'PASSPORT',
    groups: [words('photo travel biometric'), words('page document papers'), words('number digits code')],
  },
  {
    kind: 'LICENCE',
    groups: [words('driving dvla dmv dvsa photocard'), words('number card photocard id permit document')],
  },
  {
    kind: 'LICENCE',
    groups: [words('dvla dmv dvsa bmv licensing'), words('gave issued given')],
    digits: [6, 16],
  },
  { kind: 'SORT_CODE', groups: [words('branch'), words('digits code six'), words('account bank')] },
  {
    kind: 'EMAIL',
    groups: [
      words(
        'contract invoice link receipt confirmation copy documents quote statement offer itinerary tickets pdf file form alerts',
      ),
      words('where which'),
      words('send sent mail forward go goes'),
    ],
  },
  {
    kind: 'EMAIL',
    groups: [words('address'), words('send sent mail forward'), words('which what')],
  },
  {
    kind: 'ROUTING',
    groups: [words('check cheque checks'), words('bottom left'), words('digits number numbers nine')],
  },
  {
    kind: 'CVV',
    groups: [words('behind reverse rear flip signature'), words('digits figures numbers number code'), cards],
  },
  {
    kind: 'NATIONAL_ID',
    groups: [words('tax national identity citizen taxpayer'), words('number id digits'), words('your my personal')],
  },
];
