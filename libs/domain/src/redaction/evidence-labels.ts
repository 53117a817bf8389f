import type { Label, LabelKind } from './label-phrases.js';
import { startsNumber } from './read-number.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that together prove a kind, in any order and with any words between: one of each group. */
interface Evidence {
  readonly kind: LabelKind;
  readonly groups: readonly ReadonlySet<string>[];
}

/** Most tokens from the first word of the evidence to the last one. */
const MAX_TOKENS = 14;

const cards = words('card cards visa mastercard amex plastic debit maestro');
const questions = words('what which where how');
const callers = words(
  'you me us him her them we i driver courier engineer technician someone somebody they nurse doctor',
);
const codes = words('code codes digits digit figures passcode');
const ways = words(
  'sent send got get received receive came come arrived arrive read tell shows show says say flashed popped appeared just',
);

const evidence: readonly Evidence[] = [
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
    groups: [words('number'), words('what which'), words('are am were'), words('on using under calling ringing')],
  },
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
    kind: 'OTP',
    groups: [codes, words('text texted sms message app notification inbox screen whatsapp email mail phone'), ways],
  },
  {
    kind: 'OTP',
    groups: [words('app authenticator token'), words('show shows display displays'), words('what which')],
  },
  { kind: 'OTP', groups: [words('texted sms whatsapp authenticator'), words('number numbers'), ways] },
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
  { kind: 'SORT_CODE', groups: [words('branch'), words('digits code six'), words('account bank')] },
  {
    kind: 'ACCOUNT',
    groups: [
      words('refund money pay paid payment transfer deposit salary wages pension debit rebate'),
      words('account bank'),
      words('number digits details which'),
    ],
  },
  {
    kind: 'ACCOUNT',
    groups: [words('bank savings checking giro'), words('account'), words('number digits details figures')],
  },
  {
    kind: 'ACCOUNT',
    groups: [
      words('refund money salary wages pension rebate payout compensation'),
      words('where which'),
      words('go goes send sent paid pay transfer transferred land arrive'),
      words('into to in should shall do'),
    ],
  },
  {
    kind: 'ACCOUNT',
    groups: [
      words('statement passbook chequebook checkbook'),
      words('number digits figures'),
      words('bank top corner'),
    ],
  },
  {
    kind: 'EMAIL',
    groups: [words('address'), words('send sent mail forward'), words('which what')],
  },
  {
    kind: 'OTP',
    groups: [
      words('arrived came popped flashed pinged buzzed landed texted'),
      words('phone mobile handset screen text message inbox app whatsapp'),
      words('what which read tell'),
      words('says say said digits number code shows read out'),
    ],
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

/** For each word the pieces of evidence that it belongs to. */
const evidenceByWord = new Map<string, Evidence[]>();
for (const piece of evidence)
  for (const word of new Set(piece.groups.slice(0, 1).flatMap((group) => [...group])))
    evidenceByWord.set(word, [...(evidenceByWord.get(word) ?? []), piece]);

/** Labels beside which others may have evidence. Each other label says what the utterance is about. */
const vague = new Set<LabelKind>(['CARD', 'CODE', 'END', 'NUMBER']);

/** The labels with one for each kind that the words of the utterance prove, where no phrase named a kind. */
export function withEvidence(tokens: readonly Token[], labels: readonly Label[]): readonly Label[] {
  if (labels.some(({ kind }) => !vague.has(kind))) return labels;
  for (let index = 0; index < tokens.length; index++) {
    for (const piece of evidenceByWord.get(textAt(tokens, index)) ?? []) {
      const last = lastOf(piece, tokens, index);
      const label = last === null ? null : (labelAt(piece.kind, last, labels) ?? labelAt(piece.kind, index, labels));
      if (label !== null) return [...labels, label].sort((a, b) => a.from - b.from);
    }
  }
  return labels;
}

/** Index of the last word of the evidence around a word; null when a group is missing. */
function lastOf({ groups }: Evidence, tokens: readonly Token[], index: number): number | null {
  const from = Math.max(0, index - MAX_TOKENS);
  const to = Math.min(tokens.length, index + MAX_TOKENS);
  const end = firstNumber(tokens, index, to);
  let last = index;
  for (const group of groups) {
    const at = findWord(tokens, group, { from, end });
    if (at === null) return null;
    last = Math.max(last, at);
  }
  return last;
}

function findWord(
  tokens: readonly Token[],
  group: ReadonlySet<string>,
  { from, end }: { readonly from: number; readonly end: number },
): number | null {
  for (let at = from; at < end; at++) if (group.has(textAt(tokens, at))) return at;
  return null;
}

function firstNumber(tokens: readonly Token[], from: number, to: number): number {
  for (let at = from; at < to; at++) if (startsNumber(tokens, at)) return at;
  return to;
}

/** A label at a word, unless a phrase is there. */
const labelAt = (kind: LabelKind, at: number, labels: readonly Label[]): Label | null =>
  labels.some(({ from, to }) => from <= at && at < to) ? null : { kind, from: at, to: at + 1 };
