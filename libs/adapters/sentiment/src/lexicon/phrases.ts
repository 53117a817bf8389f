import type { Viewpoint } from './viewpoint.js';

/** Several words in a row that mean more, less or something else than each word alone. `_` stands for any one word. Value 0: neutral. */
export interface Phrase {
  readonly words: readonly string[];
  readonly value: number;
  /** The phrase counts only from this viewpoint. */
  readonly viewpoint?: Viewpoint;
}

const customer: Record<string, string> = {
  '-4': `thanks for nothing|waste of time|waste of my time|sick and tired|fed up|kidding me|rip off|ripped off|had enough|are you joking
    |how dare you|a joke|never again|worst experience|out of my mind`,
  '-3': `speak to a supervisor|speak to your supervisor|speak to a manager|speak to your manager|talk to a supervisor|talk to a manager
    |talk to your manager|get me a manager|get me your supervisor|cancel my account|cancel my contract|cancel my subscription|cancel my service
    |cancel everything|close my account|switch to another|going to another|another company|another provider|call my lawyer|take legal action
    |small claims|called me back|call me back yet|nobody has called|no one has called|nobody called|no one called|nobody told me|no one told me
    |never told me|never showed up|didn't show up|no show|never received|never arrived|never came|never got|never called|didn't arrive
    |hasn't arrived|still hasn't|still haven't|still not|still no|still doesn't|still don't|still broken|still waiting|been waiting
    |happening again|happened again|again and again|over and over|same problem|same issue|passed around|how many times|how much longer
    |want my money back|get my money back|money back now|charged me twice|charged twice|double charged|on hold for|hung up on me|hung up
    |keep repeating|repeat myself|repeating myself|explained this|already told you|told you already|keeps happening|keeps dropping|keeps crashing
    |no reason|makes no sense|make no sense|doesn't make sense|not good enough|don't believe you|can't believe|for no reason|nothing works
    |nothing happened|doesn't work|does not work|don't work|not working|isn't working|stopped working|didn't work|won't work|never works|never worked
    |won't turn on|can't log in|can't get through|can't use|can't access|can't hear|can't sleep|file a complaint|make a complaint|fourth time|third time|fifth time
    |driving me crazy|not interested|stop calling|don't understand why|not what i|not happy|not satisfied|not acceptable|not paying|won't pay
    |yeah right|you promised|was promised|were promised|you said it would|told me it would|way too|so long|too long|too late|are you even|your fault|your mistake|your mistakes
    |is down again|down again|off again|without asking|without telling|nobody cares|don't care|doesn't care|never agreed|didn't order|didn't agree|didn't ask
    |have to pay for your|why do i have to|why should i|why is this so|why is it so|what kind of|not my problem|whatever just|messed up
    |not going to pay|no way|good luck getting|not waiting|wrong information|enough of this|cost me|went up|gone up|been off since|been out since|been down
    |every time i|every time it|every single time|every single day|each time i|times this week|times this month|times already|times now|times today|times in a row
    |different answer|different answers|straight answer|in circles|for an hour|for over an hour|for hours|for two hours|for three hours|an hour ago|for weeks|for months|for days
    |been without|without a _ for|without power|without internet|without heat|without water|hot water|without a phone|have no internet|have no power|have no service|got no service
    |won't take|won't let|won't give|won't refund|won't help|won't even|won't stop|won't start|won't open|won't load|won't connect|won't charge|won't accept|won't honor|refuses to
    |can't afford|can't do anything|can't even|can't reach|can't get|can't do that to|can't keep|can't make it work|can't trust
    |shouldn't be|shouldn't have|supposed to be|supposed to arrive|supposed to come|supposed to call|supposed to get|supposed to have
    |how is that|how is this|how can you|how can that|how could you|how do you people|how hard can it|how you treat|what am i paying|what's the point|what is the point|who do i have to
    |don't trust|don't transfer me|don't put me|don't hang up|i'd rather|nothing but|wrong again|costing me|lost money|losing money|losing customers|losing business
    |never answers|never answer|never works|never again|never called|never calls|never fixed|never heard|never had this|never have|never asked for|no explanation|no refund|no help|no call|no one answers|nobody answers
    |nobody can|no one can|nobody knows|no one knows|nobody seems|no one seems|nobody helped|no one helped|nobody came|no one came|for nothing|forget it|go somewhere else|go elsewhere|take my business
    |this is how you|you people|you keep|they keep|he keeps|she keeps|it keeps|kept me|keeps saying|keeps asking|keeps telling|keeps charging|keeps going|keeps cutting|keeps disconnecting|keeps freezing
    |third person|fourth person|fifth person|second time this|third time this|tenth time|sixth time|hundred times|got a bill for|charged me for|charging me for|charge me for|billed me|billed for|billed twice|bill for a
    |asked for _ and|i asked for|you sent me the wrong|sent me the wrong|sent the wrong|the wrong one|the wrong size|the wrong item|the wrong address|address wrong|name wrong|got it wrong|got my _ wrong
    |still there|still hasn't been|still getting|still having|still can't|still isn't|still showing|still says|still charging|still owe|no longer works|no longer working|quit working|goes out|went out|cuts out|cut off|cut out|cut me off
    |before you people|treat me|treating me|want this in writing|want to speak to|want a manager|want a supervisor|need a manager|get a manager|your boss|report you|reporting you|bad review|better business bureau|the ombudsman|consumer protection
    |a week after|a month after|days after it|told me a different|tells me something|tell me something different|tells me something different|lied to me|lying to me|took the whole day|took a day off|wasted my|wasting my`,
  '-2': `because of you|had my money|left without|nobody there cares|nobody here cares|another transfer|no signal|no internet|no heat|no water|no answer|no response|only because|have to wait|had to wait|had to call
    |in the house|been trying|tried everything|all over the|any longer|days late|hours late|weeks ago and|months ago and|wait another|keeps|keep sending
    |someone is using|won't get|not sure why|lost two|last person said
    |what do i do now|how long do i have to|how am i supposed|am i supposed to|and now you|and now it|so basically you|or what|once again|yet again|wrong again|me again|for the _ time|no hot water|i need it today|running out of`,
  '0': `good morning|good afternoon|good evening|good day|good bye|good time|no problem|no thank you|no thanks|how can i help|need help|help me
    |help with|sorry could you|sorry can you|sorry what|sorry i didn't|would like|i'd like|like to|looks like|feels like|sounds like
    |anything like|something like|sound like|things like|and like|was like|it's like|thank you for calling|thank you for holding|thanks for calling
    |thank you for waiting|please confirm|is it possible|how hard|free trial|late fee|cancellation fee|the problem is in|have a nice day|have a good day
    |have a great day|good one|okay great|ok great|great and|perfect and|excellent and|that's fine|works for me|that works|it's fine|fine with|all good
    |to cancel my appointment|if i cancel|error code|says error|customer service|help desk|right now|too bye|as well|fast as|clear that|sick leave
    |hard drive|a good idea|good to know|good question|like that|i like to|like a|like the one|down payment|write that down|write down|calm down
    |stop by|stop at|bus stop|free to|hope so|hope to|help you with|hard copy|charge my|scratch on
    |never mind|not sure|no rush|bear with|one second|a bit slow|system is slow|without tax|lost my password|hard to say|short term|dead battery|mailing address wrong|out of stock
    |used to be|supposed to do|supposed to bring|what do you mean|smell test|heavy duty|rough estimate|rough idea|light bulb|lucky number|short form|hope you|free shipping|credit card
    |best time|best way|best number|best buy|last name|love to know|smart tv|smart phone|smart watch|smart home|magic jack|super bowl|super market|wet room|prompt for|the prompt|upgrade my|upgrade to|upgrade the|an upgrade|burning question|bent over|how long does|how long will|how long is|every time zone`,
  '1.2': `thanks|thank you`,
  '2': `oh good|solves my problem|solved my problem|fixed my problem|solves my|that works great|works now|working now|working fine|working again|it's working|back on|it's back|works perfectly|worked perfectly|that worked|it worked
    |fixed it|fixed now|solved my|solves my problem|solved my problem|fixed my problem|solves my|solved the|got it working|sounds good|sounds great|sounds much better|much better|no complaints|no complaint
    |no worries|not bad|no trouble|never had any trouble|never had a problem|take your time|no hurry|no rush|no need to apologize|makes sense|makes a lot of sense
    |good job|great job|nice job|amazing job|well done|easier than|better than|faster than|on time|looking forward|load off my mind|weight off|peace of mind
    |good deal|great deal|fair enough|fair offer|good news|great news|keep it up|appreciate your|appreciate it|of great help|big help|great help|a pleasure
    |always happy|always been happy|always taken care|taken care of me|thank goodness|thank god|that quick|so quick|so fast|how fast|so easy|so kind|so nice|so patient
    |so helpful|hasn't happened again|all i needed|exactly what i needed|just what i needed|made my day|saved my|you saved|a five|five stars|ten out of ten|five out of five
    |couldn't be happier|couldn't be better|can't complain|can't thank you enough|got my refund|got the money|loading now|earlier flight|finally sleep|convinced me|i'll take it
    |my faith|music to my ears|better than anybody|better than anyone|better than expected|better than i|above and beyond|made my day|night and day|like new|good as new|straight away|you made it|made it easy|breathe again
    |what a great|what a nice|what a lovely|what a relief|what a pleasure|feel better|feel a lot|feel much|save me|saved me|cheaper than|less than i expected|told my _ to switch|tell my friends|tell everyone|six stars|if i could
    |start to finish|everyone was like you|everybody was like you|wish everyone|wish all|no longer worried|right the first time|first try|first time you|it came up|that did it|that did the trick|did the trick|that fixed|that helped|this helped|really helped|helped me a lot|helped a lot|handled well|handled very well|treated well|explained well|went well|works well|worked well|that helps|it's done|all set now|up and running|works like|works great|good experience
    |keep up|you rock|you're the best|you are the best|you're great|you're awesome|you've been great|you have been great|you've been so|you were so|so much better|a lot better|way better|glad i called|happy with|pleased with|impressed with|satisfied with|love it|love that|love this|i love`,
  '3': `thank you so much|thanks so much|thanks a lot|thank you very much|many thanks|thanks a million|thank you for explaining|thank you for being
    |thank you for your help|thanks for your help|thank you for helping|thanks for helping|the best|lifesaver|life saver|means a lot|knew exactly`,
};

/** Phrases whose value differs when an agent says them. Those with value 0 are part of the work. */
const agent: Record<string, string> = {
  '0': `i'm sorry|i am sorry|so sorry|very sorry|really sorry|sorry to hear|sorry about|i apologize|i do apologize|we apologize|apologize for
    |thank you for calling|thank you for holding|thank you for your patience|thank you for waiting|thank you for confirming|thanks for letting
    |thank you for that|thanks for that|thank you|thanks|happy to help|glad to help|be happy to|be glad to|be able to help|how can i help|how may i help
    |i understand|completely understand|understand your frustration|appreciate your patience|appreciate you|nice day|great day|good day|wonderful day
    |lovely day|great and|perfect and|excellent and|okay great|okay perfect|alright perfect|good morning|good afternoon|good evening|no problem|no worries
    |please|welcome to|i'm afraid|best number|best way|good time|free of charge|feel free|help you|like to|would like|sounds good|that's fine
    |take your complaint|know how annoying|know how frustrating|must be frustrating|sounds frustrating|your frustration|your concern|your concerns
    |that's strange|late payment|was denied|small charge|hear you|make this right|remove that charge|bear with me|out of stock|bit slow`,
  '2': `you're very welcome|you're welcome|glad to hear|happy to hear|great to hear|wonderful to hear|good news|great news|well done|great choice
    |excellent choice|good choice|my pleasure|pleasure to help|lovely speaking|great talking|pleasure speaking|kind words|happy to tell|happy to say
    |glad we could|glad i could|pleased to tell|pleased to say|congratulations
    |made my day|for saying that|fantastic to hear|thrilled for you|happy for you|glad it|glad that|happy that|that's wonderful|that's fantastic|that's amazing|that's awesome|that's great news`,
};

const read = (table: Record<string, string>, viewpoint?: Viewpoint): Phrase[] =>
  Object.entries(table).flatMap(([value, list]) =>
    list
      .split('|')
      .map((phrase) => ({ words: phrase.trim().split(/\s+/), value: Number(value), ...(viewpoint && { viewpoint }) })),
  );

const byFirst = new Map<string, Phrase[]>();
for (const phrase of [...read(agent, 'AGENT'), ...read(customer)]) {
  const first = phrase.words[0] ?? '';
  byFirst.set(first, [...(byFirst.get(first) ?? []), phrase]);
}
for (const list of byFirst.values())
  list.sort(
    (a, b) => b.words.length - a.words.length || Number(b.viewpoint !== undefined) - Number(a.viewpoint !== undefined),
  );

/** The longest phrase from this viewpoint that begins at a word. */
export function findPhrase(words: readonly string[], at: number, viewpoint: Viewpoint): Phrase | undefined {
  return byFirst
    .get(words[at] ?? '')
    ?.find(
      (phrase) =>
        (phrase.viewpoint ?? viewpoint) === viewpoint &&
        phrase.words.every((word, offset) =>
          word === '_' ? words[at + offset] !== undefined : words[at + offset] === word,
        ),
    );
}
