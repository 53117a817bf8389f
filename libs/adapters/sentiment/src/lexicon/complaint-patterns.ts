import type { SentimentPattern } from './sentiment-pattern.js';

const NOT = "(?:not|never|nobody|no one|none|[a-z]+n't)";
const NUMBER =
  '(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|several|many|\\d+)';
const SPAN = '(?:minutes|hours?|days?|weeks?|months?|years?)';
const PERIOD = '(?:minute|hour|day|night|morning|evening|week|weekend|month|year)';
/** Actions and states that a customer expects of a company or a product. */
const DUTY =
  '(?:work(?:s|ed|ing)?|turn(?:s|ed)? (?:on|up)|start(?:s|ed)?|load(?:s|ed)?|open(?:s|ed)?|connect(?:s|ed)?|come|came|shows?|showed|arrive[ds]?|turned up|' +
  'called?|calls|phoned?|rang|answer(?:s|ed)?|repl(?:y|ies|ied)|respond(?:s|ed)?|tells?|told|inform(?:ed)?|explain(?:s|ed)?|helps?|helped|cares?|cared|listen(?:s|ed|ing)?|' +
  'fix(?:es|ed)?|solve[ds]?|deliver(?:s|ed)?|refund(?:ed)?|credit(?:ed)?|pa(?:y|id)|process(?:ed)?|honou?r(?:ed)?|accept(?:s|ed)?|appl(?:y|ied)|changed?|cancell?ed|updated?|' +
  'apologi[sz]ed?|warned?|bothered|noticed?|match(?:es)?|fits?|fitted|good enough|acceptable|fair|right|resolved|ready|happy|satisfied|impressed|pleased)';
/** How customers complain. */
export const complaintPatterns: readonly SentimentPattern[] = [
  // The company did not do its duty. "I haven't received it yet" is no complaint, because the speaker is its subject.
  {
    pattern: new RegExp(
      `(?<!\\bi )(?<!\\b(?:does|did|do|can|could|will|would|is|are) )\\b${NOT}(?: [a-z']+){0,3} ${DUTY}\\b`,
    ),
    value: -1.5,
  },
  { pattern: /\b(?:was|were|is|are) (?:supposed|meant) to (?:have|be|come|arrive|call|get|fix|send)\b/, value: -1.5 },
  { pattern: /\b(?:promise[ds]?|guaranteed|swore|assured me)\b/, value: -1.2 },
  // Something happens too often.
  { pattern: new RegExp(`\\b(?:every|each) (?:single )?(?:time|${PERIOD}|other)\\b`), value: -0.8 },
  {
    pattern: new RegExp(
      `\\b(?:two|three|four|five|six|seven|eight|nine|ten|many|several|couple of|few|hundred|dozen) (?:\\w+ )?(?:times|people|calls|agents|engineers|technicians|departments)\\b`,
    ),
    value: -1.3,
  },
  {
    pattern:
      /\b(?:second|third|fourth|fifth|sixth|tenth|umpteenth) (?:time|call|person|one|attempt|agent|engineer|technician|day|week|month)\b/,
    value: -1.5,
  },
  { pattern: /\b(?:keep|keeps|kept) (?:on )?\w+ing\b/, value: -1.5 },
  { pattern: /\bstill (?:not|no|nothing|waiting|being|\w+n't|broken|down|the same|off|out|happening)\b/, value: -1.6 },
  {
    pattern:
      /\b(?:over and over|again and again|yet again|once again|all over again|back and forth|round and round|same (?:thing|problem|issue|story|message|answer|mistake))\b/,
    value: -1.5,
  },
  {
    pattern:
      /\b(?:happen(?:s|ed|ing)?|down|off|out|me|broken|broke|gone|wrong|late|failed|stopped|crashed|this|all this|hold) again\b/,
    value: -1.5,
  },
  {
    pattern:
      /\b(?:i've|i have|we've|we have|i) (?:already |just )?(?:explained|told|said|asked|sent|called|emailed|written|complained|reported|been through|tried)\b.*\b(?:already|before|twice|again|different|times|everything|nothing|weeks?|months?)\b/,
    value: -1.4,
  },
  // The speaker lost time.
  {
    pattern: new RegExp(
      `\\b(?:wait(?:ed|ing)?|on hold|on the phone|without|trying|stuck|sat|spent|wasted)\\b.*\\b${NUMBER}? ?${SPAN}\\b`,
    ),
    value: -1.4,
  },
  {
    pattern: new RegExp(
      `\\bfor (?:over |more than |nearly |almost |about )?(?:${NUMBER} |the (?:past|last) )?${SPAN}\\b.*\\b(?:now|already|and)\\b`,
    ),
    value: -0.9,
  },
  { pattern: new RegExp(`\\b${NUMBER} ${SPAN} (?:late|overdue|behind|to (?:get|reach|answer))\\b`), value: -1.5 },
  { pattern: /\b(?:whole|entire) (?:day|morning|afternoon|week|weekend)\b/, value: -1 },
  {
    pattern: /\btoo (?:late|long|much|slow|expensive|many|complicated|difficult|hard|loud|far|short|small|big)\b/,
    value: -1.3,
  },
  {
    pattern: /\b(?:can't|cannot|not|won't) wait (?:any (?:more|longer)|another|that long|until)\b|\bany longer\b/,
    value: -1.3,
  },
  // The speaker lost money, or things are damaged.
  {
    pattern:
      /\bwithout (?:asking|telling|any|my|even|notice|warning|explanation|permission|consent|reason|power|internet|heat(?:ing)?|water|electricity|a (?:phone|word|reason|car|line))\b/,
    value: -1.7,
  },
  {
    pattern:
      /\b(?:no|without any|any) (?:good )?(?:reason|sense|explanation|excuse|warning|apology|use|point|response|answer|reply|signal|heat(?:ing)?|hot water|dial tone)\b(?! to)/,
    value: -1.5,
  },
  { pattern: /\bfor (?:nothing|no reason)\b|\bgood luck (?:getting|with|finding)\b/, value: -1.7 },
  { pattern: /\b(?:went|gone|go|going) (?:up|downhill|wrong|bad|missing)\b/, value: -1.2 },
  { pattern: /\b(?:cost|costs|costing) (?:me|us)\b/, value: -1.5 },
  { pattern: /\bbecause of (?:you|your|this|that|them)\b/, value: -1.5 },
  {
    pattern: /\b(?:charg|bill|debit)(?:e|ed|ing) (?:me )?(?:\w+ )?(?:twice|double|again|extra|too much|wrongly|more)\b/,
    value: -2,
  },
  { pattern: /\b(?:took|taken|taking|take) (?:\w+ ){0,2}(?:money|payment)\b/, value: -1.3 },
  {
    pattern:
      /\b(?:broke|broken|cracked|torn|leak(?:s|ed|ing)?|smash(?:ed)?|missing|dead|faulty|damaged) (?:again|already|on arrival|after|within)\b/,
    value: -1.5,
  },
  {
    pattern:
      /\b(?:sent|delivered|gave|given|shipped|got) (?:me |us )?(?:the |a |another )?(?:wrong|different|broken|damaged|used|faulty)\b/,
    value: -1.7,
  },
  // The speaker leaves, or asks for a manager or a lawyer.
  {
    pattern:
      /\b(?:cancel|close|leav(?:e|ing)|switch(?:ing)?|mov(?:e|ing)|tak(?:e|ing)) (?:\w+ ){0,3}(?:elsewhere|provider|company|competitor|everything|contract|subscription|business|membership)\b/,
    value: -1.8,
  },
  {
    pattern:
      /\b(?:speak|talk|complain|escalate|put me through|get me) (?:\w+ ){0,3}(?:manager|supervisor|superior|boss|someone (?:else|senior|higher|who))\b/,
    value: -1.8,
  },
  {
    pattern:
      /\b(?:lawyer|attorney|solicitor|court|ombudsman|regulator|trading standards|small claims|watchdog|the (?:press|papers|police))\b/,
    value: -1.5,
  },
  { pattern: /\b(?:file|make|lodge|raise|submit|want) (?:a|an|another) (?:\w+ )?complaint\b/, value: -2 },
  {
    pattern:
      /\b(?:i(?:'ll| will|'m going to| am going to| want to| need to|'d like to)|please|just) (?:\w+ )?(?:cancel|close) (?:my|the|this|our|everything|it all)\b(?! (?:appointment|order|booking|reservation))/,
    value: -1.5,
  },
  {
    pattern: /\b(?:go|going|look|looking|buy|shop|take it) (?:somewhere else|elsewhere|with (?:your|a) competitors?)\b/,
    value: -1.7,
  },
  // The speaker blames the company.
  {
    pattern:
      /\b(?:that's|this is|that is|it's|was) not (?:what|how|the (?:one|first|way|point)|my|even|right|true|ok(?:ay)?|good|fair|on)\b/,
    value: -1.6,
  },
  {
    pattern:
      /\bi (?:don't|do not|can't|cannot|never|won't|will not|couldn't|wouldn't) (?:even |ever |really )?(?:trust|agreed?|believe|afford|accept|authori[sz]ed?|see (?:any|why|the point)|understand why|stand|take (?:this|it)|want (?:excuses|to hear|your)|deserve|recommend|get through|log in|sleep|use it)\b/,
    value: -1.7,
  },
  {
    pattern:
      /\b(?:your|the) (?:\w+ )?(?:driver|technician|engineer|agent|guy|lady|man|woman|person|colleague|staff|company|system|website|app|bot) (?:just |has |have |had |was |were |is )?(?:left|lied|ignored|refused|hung|disappeared|vanished|laughed|shouted|screamed|yelled|rude|useless|broken|down|crash\w*|freezes|froze)\b/,
    value: -1.7,
  },
  {
    pattern:
      /\b(?:so|basically|and now) (?:basically )?(?:you're|you are|you) (?:telling me|saying|want|expect|can't|won't|just)\b/,
    value: -1.4,
  },
  {
    pattern:
      /\b(?:this|that) is (?:how|what) (?:you|i|we) (?:treat|get|pay)\b|\bwhat am i paying\b|\bwhat's the point\b/,
    value: -2,
  },
  {
    pattern:
      /^(?!(?:do|did|would|will|can|could|what|how|when|where|if|does) ).*\b(?:have|has|had|having) to (?:pay for|wait|chase|beg|call (?:again|back|you)|take (?:a day|time)|explain|repeat|ask (?:again|for)|deal with|put up|go through|fight|prove|spend)\b/,
    value: -1.4,
  },
  { pattern: /\b(?:nobody|no one|none of you|not one of you)\b/, value: -1 },
  {
    pattern:
      /\b(?:you people|you guys (?:just|never|always|keep|don't|can't)|you lot|your fault|your mistake|how dare|what a joke)\b/,
    value: -1.6,
  },
  {
    pattern:
      /\bwhy (?:was|were|did|didn't|wasn't|hasn't|haven't|can't|won't|does|should|would|do) (?:\w+ ){0,2}(?:not|no one|nobody|have to|keep|take|taking|so|told|pay|always|never)\b/,
    value: -1.5,
  },
  {
    pattern:
      /\b(?:how (?:hard|difficult|long|many times|much longer)) (?:can|could|does|do|is|it|must)\b.*\b(?:be|have|before|explain|tell|wait)\b/,
    value: -1.2,
  },
  {
    pattern:
      /\b(?:are you (?:kidding|joking|serious|even)|you must be (?:kidding|joking)|you can't be serious|give me a break|come off it|for (?:god|heaven|goodness|pete)'?s? ?sake)\b/,
    value: -2.5,
  },
  { pattern: /\b(?:shouldn't|should not) (?:have to|be)\b/, value: -1.5 },
  { pattern: /\b(?:i'm|i am|we're|we are) (?:so |really |very |pretty |just )?(?:done|through) with\b/, value: -2 },
  { pattern: /\b(?:getting|going|gets|goes|got) (?:me )?(?:nowhere|worse|out of hand)\b/, value: -1.7 },
  { pattern: /\bmade (?:it|things|everything) worse\b/, value: -2 },
  { pattern: /\b(?:last|final) (?:straw|chance|warning)\b/, value: -2 },
];
