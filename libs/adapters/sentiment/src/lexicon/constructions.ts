import { becomes, DENY, SELF, type Construction } from './construction.js';
import { rhetoricalQuestions } from './rhetorical-questions.js';

const NOT = "(?:not|never|hardly|scarcely|cannot|[a-z]+n't)";
const DEGREES = '(?:(?:really|very|so|that|particularly|exactly|quite|even|ever|just|honestly|actually) )*';
const BETTER = '(?:better|happier|nicer|easier|smoother|kinder|quicker|faster|friendlier|simpler|clearer|more helpful)';
const WORSE = '(?:worse|worst|ruder|slower|angrier|sadder|unhappier|harder|less helpful)';
const NICE = '(?:nice|great|good|lovely|helpful|wonderful|useful|polite)';
const BELONGINGS =
  '(?:card|phone|password|pin|code|login|keys?|receipt|wallet|purse|passport|licen[cs]e|ticket|number|letter|invoice|sim|remote|parcel|bag|luggage)';

/**
 * Constructions whose words alone mislead: politeness, certainty, comparison with a negation, negation of an opinion,
 * and questions that expect no answer. The first that matches at a place counts.
 */
const constructions: readonly Construction[] = [
  // Politeness and reassurance say nothing about the speaker's mood.
  politeness(`(?:i'd|i would|we'd|we would) hate (?:to \\w+|for)`),
  politeness(
    `(?:i )?(?:really )?hate to (?:bother|ask|trouble|interrupt|disturb|rush|hurry|push|pester|nag|keep|be (?:a|that) \\w+|say (?:it|this))(?: you)?`,
  ),
  politeness(
    `(?:(?:i'm|i am|we're) )?(?:so |very |really |terribly )?sorry to (?:bother|ask|trouble|interrupt|disturb|be (?:a|that) \\w+|keep you)(?: you)?`,
  ),
  politeness(`(?:i'm|i am) afraid (?:(?:that|so|not) )?`),
  politeness(`sorry to hear (?:that|it|this|about \\w+)`),
  politeness(
    `(?:do|would|will) (?:you|they|we) have (?:a|any) (?:problems?|issues?|trouble) with (?:me|us|him|her|them|my|our|it if)`,
  ),
  politeness(
    `complaints? (?=(?:form|forms|department|team|desk|line|procedure|process|policy|number|reference|page)\\b)`,
  ),
  politeness(`(?:don't|do not) worry(?: about (?:it|that|this))?|not to worry|no worries`),
  politeness(`(?:not|no|never) (?:a )?(?:big )?(?:problem|trouble|bother|worry|issue) (?:for|with) me`),
  politeness(
    `no offen[cs]e(?: but)?|with (?:all )?due respect|i don't mean to (?:be rude|complain|bother you)(?: but)?`,
  ),
  politeness(`don't get me wrong|why wouldn't (?:i|we)`),
  // Requests, questions about a choice, and reports of what happened.
  becomes(
    `(?:would|it'd|that'd) be (?:\\w+ )?${NICE} if (?:it|this|that|you|they|someone|somebody|anyone|anybody) (?:actually |even |ever |just |only )?(?:had|did|was|were|knew|told|kept|\\w+ed)`,
    'BLAME',
  ),
  becomes(`(?:would|it'd|that'd) have been (?:\\w+ )?${NICE} (?:if|to)`, 'BLAME'),
  politeness(`(?:would|it'd|that'd) be (?:\\w+ )?${NICE} (?:if|to)`),
  politeness(`(?:do|should|would) (?:i|we) (?:need to |have to )?(?:be )?(?:worry|worried|concerned)(?: about)?`),
  politeness(`(?:(?:the|a|your) )?(?:worst|best)(?: and (?:worst|best))? (?=case|western|before date)`),
  politeness(
    `do (?:you|i|we) have (?:any |some )?(?:complaints?|problems?|issues?)(?= (?:on (?:file|record)|listed|open|noted)\\b)`,
  ),
  politeness(`report (?:a|an|my|the) (?:lost|stolen|missing|broken|damaged)(?: or (?:lost|stolen|missing))?(?= \\w)`),
  politeness(`best (?=(?:price|rate|option|way|time|number|day|date|place|address|method|plan|tariff) )`),
  politeness(`(?:have |just |i've )?lost (?:my|our|the|his|her) (?:\\w+ )?(?=${BELONGINGS})`),
  // Certainty.
  becomes(
    `(?:without|beyond) (?:a |any )?(?:shadow of a )?(?:doubt|question)|(?:there is |there's |i have )?no (?:doubt|question)(?: about it)?(?: that)?|doubtless|undoubtedly`,
    'definitely',
  ),
  // A recommendation without a doubt.
  becomes(
    `(?:wouldn't|would not|won't|will not|never) (?:even )?(?:hesitate|think twice)(?: for a (?:second|moment|minute))?(?: (?:to|about|before))?`,
    'definitely',
  ),
  // A negation with a comparative is the strongest praise or blame.
  becomes(`(?:(?:could|can|would|will) )?${NOT}(?: \\w+){0,3} (?:any )?${WORSE}(?: than this)?`, 'BLAME'),
  becomes(`(?:could|can) (?:it|this|that|things|my|the) (?:\\w+ )?(?:get|be) any ${WORSE}`, 'BLAME'),
  becomes(`how (?:could|can|much) (?:\\w+ )?(?:get |be )?(?:any )?${WORSE}(?: .*)?$`, 'BLAME'),
  becomes(
    `(?:couldn't|could not|could hardly|can't|cannot|never|haven't|have not|hadn't)(?: \\w+){0,3} (?:a )?(?:any )?${BETTER}`,
    'PRAISE',
  ),
  becomes(
    `(?:couldn't|could not|could hardly|can't|cannot|never|haven't|have not|hadn't) (?:ever )?(?:be|been|have been|feel|felt|get|have|had|seen|met|dealt with|heard)(?: such)?(?: an?)? (?:any )?(?:more|so|as|this|that|such)`,
    'extremely',
  ),
  becomes(
    `(?:don't|do not) think (?:\\w+ ){1,2}could(?: have)? (?:be|been) (?:any )?${BETTER}|(?:doesn't|does not|don't) get(?: any| much)? ${BETTER} than (?:this|that)`,
    'PRAISE',
  ),
  becomes(`${NOT} (?:ask|have asked|wish|have wished) for (?:\\w+ )?(?:more|better)`, 'PRAISE'),
  becomes(`could be better|could have been better|room for improvement|leaves a lot to be desired`, 'SHORTFALL'),
  becomes(`could be worse|could have been worse`, 'okay'),
  becomes(`no (?:good|help|use|better|better than)\\b(?! (?:reason|idea|time))|isn't getting any better`, 'SHORTFALL'),
  becomes(
    `(?:not|isn't|wasn't|aren't|n't) (?:as|so|nearly as|half as) (?:good|great|nice|easy|fast|helpful) as`,
    'SHORTFALL',
  ),
  becomes(`(?:not|isn't|wasn't|aren't) (?:as|so|nearly as|half as) (?:bad|hard|difficult|slow|expensive) as`, 'better'),
  becomes(`(?:the )?last thing (?:i|we) (?:need|needed|want|wanted)`, 'BLAME'),
  becomes('if only', `BLAME ${DENY}`),
  becomes(`(?<!(?:thanks|thank you|you|it|me|us) )so much for`, `BLAME ${DENY}`),
  becomes(`why (?:on earth|the hell) (?:would|should) ${SELF}`, `BLAME ${DENY}`),
  becomes(`(?:the )?only (?:good|nice|positive|decent|great) thing`, 'BLAME'),
  becomes(`${NOT} (?:\\w+ )?worth(?! (?:worrying|mentioning))`, 'BLAME'),
  becomes(
    `(?:don't|do not|didn't|never) (?:believe|think|feel|felt) (?:\\w+ ){1,3}worth(?! (?:worrying|mentioning))`,
    'BLAME',
  ),
  becomes(
    `(?:never|not) (?:(?:once|ever) )?(?:(?:have|has|did) )?(?:(?:you|he|she|they|it) )?(?:ever )?let (?:me|us) down`,
    'PRAISE',
  ),
  becomes(`not once (?:did|do|have|has|was|were)`, `BLAME ${DENY}`),
  becomes(`not (?:too|so|half) (?:bad|shabby)(?: at all)?`, 'pleasant'),
  becomes(`(?:this|that|it|yours) (?:\\w+ )?beats (?=(?:what|anything|everything|any|all|the|my|our) )`, 'PRAISE'),
  becomes(
    `(?:finally|at last) (?:someone|somebody|a person|an agent) who (?:\\w+ )?(?:listens|cares|knows|understands|helps)`,
    'PRAISE',
  ),
  becomes(`wish (?:i|we|i'd|we'd) (?:had |have )?(?:never|not|hadn't|didn't)`, 'BLAME'),
  becomes(
    `(?:you're|you are|they're|they are|nobody is|no one is) (?:just )?not (?:even )?(?:listening|hearing|helping)`,
    'BLAME',
  ),
  becomes(
    `(?:nobody|no one) (?:there |here )?(?:is |was |has )?(?:even |ever |really )?(?:(?:listen|help|car|answer|respond)(?:ing|s|es|ed)|bother(?:s|ed))`,
    'BLAME',
  ),
  becomes(
    `(?:turned|worked) out (?:to be )?(?:just |absolutely |really )?(?:fine|okay|ok|great|well|good|all right|alright|perfect|nicely)`,
    'pleasant',
  ),
  becomes(
    `(?:hard|difficult|impossible) to (?:fault|beat|top|better)|(?:can't|cannot|couldn't|could not) fault`,
    'PRAISE',
  ),
  becomes(
    `hardly (?:a|an|the) (?:\\w+ )?(?:solution|answer|help|service|improvement|apology|excuse|explanation|compensation|fix|reason)`,
    'BLAME',
  ),
  becomes(
    `(?:feel|feeling|felt|been|was|were|got) (?:\\w+ )?(?:let down|cheated|fobbed off|taken for a ride|ripped off|messed about|messed around)`,
    'BLAME',
  ),
  becomes(`${NOT} wish (?:this|that|it) (?:\\w+ )?(?:on|upon) (?:anyone|anybody|my worst enemy)`, 'BLAME'),
  becomes(
    `end of (?:my|our) (?:tether|rope)|(?:my|our) wit'?s end|had (?:quite |just |about )?enough(?: of)?(?= (?:this|that|you|it|your|these|being|all)\\b)`,
    'BLAME',
  ),
  becomes(`don't you dare|there (?:is|was|can be) (?:\\w+ )?no excuse|(?:there's|that's|that is) no excuse`, 'BLAME'),
  becomes(`finally (?=(?:works|working|fixed|sorted|solved|arrived|resolved|connected)(?: |$))`, 'pleasant'),
  becomes(
    `(?:have )?no idea how (?:much|greatly) (?:you|you've|this|that|it) (?:have |has |'ve )?(?:helped|help|helps|mean|means|meant|done for me)`,
    'PRAISE',
  ),
  becomes(`no idea how (?=(?:much|happy|glad|grateful|relieved|pleased) )`, ''),
  becomes(
    `(?:don't|do not) (?:think|believe) you (?:understand|get it|listened|are listening|care)|why on earth|why the hell|what on earth|what the hell|how on earth`,
    'BLAME',
  ),
  becomes(`nothing but (?:praise|good things|good words|compliments)`, 'PRAISE'),
  becomes(
    `(?:without|with no|no|never (?:had )?(?:a|any)) (?:any |a single )?(?:problems?|issues?|trouble|hassle|fuss|complaints?)(?: at all| whatsoever| so far)`,
    'pleasant',
  ),
  becomes(
    `(?:works?|worked|working|went|going|runs?|running|arrived|installed) (?:\\w+ )?without (?:any |a |a single )?(?:problems?|issues?|trouble|hassle|fuss|hitch)`,
    'pleasant',
  ),
  becomes(`nothing (?:to complain|wrong)(?: about| with)?`, 'pleasant'),
  becomes(
    `(?:don't|do not) (?:think|believe) (?:i|we)(?:'ve| have)? (?:ever|never) (?=(?:\\w+ ){0,3}(?:such|so|this|better|more) )`,
    'truly',
  ),
  becomes(`expected (?:(?:a lot|much|far) )?(?:better|more)(?: (?:from|of) (?:you|them))?`, 'SHORTFALL BLAME'),
  becomes(
    `(?:exactly|just) what (?:i|we) (?:was |were |'ve been |have been |had been )?(?:wanted|needed|hoped|wanting|needing|hoping|looking|after|waiting)(?: to hear| for)?`,
    'PRAISE',
  ),
  becomes(`nothing (?:else|more|further)(?: thanks| thank you)?`, ''),
  becomes(`(?:losing|lost|lose|running out of) (?:my )?patience`, 'BLAME'),
  becomes(`(?:zero|no|one|half an?|minus) stars?`, 'BLAME'),
  becomes(
    `(?:you're|you are|he's|she's|he is|she is) (?:\\w+ )?(?:a star|an angel|a gem|a legend|a saint|a lifesaver|a hero)`,
    'PRAISE',
  ),
  becomes(`(?:went|go|gone|going) (?:\\w+ )?out of (?:your|his|her|their) way`, 'PRAISE'),
  becomes(`${NOT} (?:\\w+ )?(?:amused|having (?:it|any of it|this))`, 'BLAME'),
  // Negation of an opinion: "I don't think this is good".
  becomes(
    `(?:don't|do not|didn't|did not|wouldn't|would not|can't|cannot|can not|couldn't|won't|never) ${DEGREES}(?:think|thought|believe|feel|say|said|call|called|consider|find|found)(?: that)?`,
    DENY,
  ),
  becomes(`(?:i'd|i would|i'll|i will) be lying if i said(?: that)?`, DENY),
  becomes(
    `(?:far|a long way|nowhere near|miles) from|nowhere near|anything but|less than|not even close to|not remotely|by no means|in no way`,
    DENY,
  ),
  becomes(`used to (?:be|love|like|enjoy|have|get)|failed to|fails to|stopped being|no longer`, DENY),
  becomes(`nothing (?:\\w+ )?(?=(?:good|great|nice|special|helpful|positive|useful) )`, DENY),
  becomes(`${NOT} (?:exactly |really )?what (?:i|i'd|i would|you|you'd|you would|anyone would) call`, `BLAME ${DENY}`),
  becomes(`neither|nor`, DENY),
  ...rhetoricalQuestions,
];

function politeness(source: string): Construction {
  return becomes(source, '');
}

/** Replaces the constructions in an utterance of lower-case words by their marks. */
export function markConstructions(text: string): string {
  let marked = text;
  for (const { pattern, becomes: mark } of constructions) marked = marked.replace(pattern, ` ${mark} `);
  return marked.replace(/\s+/g, ' ').trim();
}
