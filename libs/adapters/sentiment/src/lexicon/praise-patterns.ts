import type { SentimentPattern } from './sentiment-pattern.js';

const PRAISE =
  '(?:good|great|nice|kind|lovely|helpful|patient|quick|fast|easy|clear|thorough|friendly|polite|professional|understanding|honest|efficient|happy|glad|pleased|' +
  'impressed|grateful|thankful|relieved|better|perfect|wonderful|brilliant|fantastic|amazing|excellent|awesome|delighted|thrilled|sweet|thoughtful|generous|reassuring|comfortable)';
const DEGREE =
  '(?:so|very|really|such|such a|so much|much|a lot|absolutely|extremely|incredibly|truly|quite|pretty|just|actually|always|all)';

/** How customers praise. */
export const praisePatterns: readonly SentimentPattern[] = [
  // The speaker praises a person or a thing. A question only asks for praise.
  {
    pattern: new RegExp(
      `\\b(?:you're|you are|you've been|you have been|you were|he was|she was|they were|that's|that is|that was|it's|it was|it's been|this is|i'm|i am|we're|we are|everything (?:was|is)|feel)(?: ${DEGREE})* ${PRAISE}\\b(?! (?:question|idea|point|time|morning|afternoon|evening))`,
    ),
    value: 1,
  },
  {
    pattern:
      /\b(?:what|such) an? (?:\w+ )?(?:great|good|nice|lovely|wonderful|pleasant|amazing|fantastic|brilliant) \w+/,
    value: 1,
  },
  {
    pattern:
      /\b(?:more|better|faster|quicker|easier|cheaper|sooner|nicer) than (?:i|we|any|anyone|anybody|expected|the last|before|usual|everyone|most)\b/,
    value: 1.8,
  },
  {
    pattern:
      /\b(?:couldn't|could not) (?:be|have been|ask for|have asked for|do it|have done it) (?:\w+ )?(?:happier|better|nicer|easier|more|without)\b/,
    value: 3,
  },
  {
    pattern: /\b(?:can't|cannot|could not|couldn't) (?:thank|fault|recommend|praise) (?:you|it|him|her|them|this)\b/,
    value: 3,
  },
  {
    pattern:
      /\b(?:best|nicest|kindest|easiest|quickest|friendliest) (?:\w+ ){0,3}(?:ever|all (?:day|week|year)|i've|i have|in (?:years|ages|a long))\b/,
    value: 2,
  },
  {
    pattern:
      /\b(?:no|not a single|never (?:had )?(?:a|any)) (?:complaints?|problems?|issues?|trouble|hassle) (?:at all|whatsoever|so far|with|ever|since)\b/,
    value: 1.8,
  },
  { pattern: /\b(?:thank|bless) (?:you|god|goodness|heavens?) (?:so|very|ever|a|for|all)\b/, value: 0.8 },
  { pattern: /\bthanks (?:so|ever|a|for (?:all|sorting|fixing|your|being|getting|looking|taking|the))\b/, value: 0.8 },
  {
    pattern:
      /\b(?:worked|works|went|going|runs|running) (?:like a (?:charm|dream)|a treat|smoothly|beautifully|perfectly|without a hitch)\b/,
    value: 2.5,
  },
  {
    pattern:
      /\b(?:over the moon|on cloud nine|spot on|top notch|first class|first rate|second to none|hats off|bang on|good as gold|worth every penny|much appreciated|means the world|above and beyond|job well done|thumbs up|happy days)\b/,
    value: 2.5,
  },
  {
    pattern:
      /\b(?:it's|it is|we're|everything's|that's|now it's) (?:all )?(?:back(?: on| up)?|working|done|fixed|sorted|loading|up and running|connected|gone through)(?: now| again)?\b/,
    value: 1.2,
  },
  {
    pattern:
      /\b(?:you|he|she|they|that|which) (?:just |really |finally |have |has |'ve )?(?:fixed|solved|solves|sorted|resolved|saved|rescued|refunded)\b/,
    value: 1.4,
  },
  {
    pattern:
      /\b(?:good|great|fair|excellent|fantastic|nice|amazing|brilliant|wonderful|lovely) (?:offer|deal|price|service|job|work|stuff|experience|stay|news|product|staff|support|value)\b/,
    value: 1.3,
  },
  {
    pattern:
      /\b(?:sounds|looks|works|tastes|feels|fits|runs|smells) (?:\w+ )?(?:good|great|perfect|perfectly|wonderful|lovely|amazing|fantastic|brilliant|better|beautiful|beautifully|excellent)\b/,
    value: 1.3,
  },
  {
    pattern:
      /\b(?:always|never) been (?:so |very |really )?(?:happy|pleased|good|great|reliable|kind|helpful|treated|well|easier|happier|better)\b/,
    value: 1.6,
  },
  {
    pattern:
      /\b(?:thanks to you|thank you for (?:all|your|being|sorting|fixing|explaining|helping|taking|going|getting|looking))\b/,
    value: 1.3,
  },
  {
    pattern:
      /\b(?:love|adore|enjoy|enjoyed|loved|really like|quite like)s? (?:it|this|that|the|my|your|every|how|using|them)\b/,
    value: 1,
  },
  { pattern: /\b(?:saved|made) (?:me|us|my (?:day|week|life|bacon|weekend))\b/, value: 2 },
  {
    pattern:
      /\b(?:tell|recommend (?:you|it|this) to|let) (?:all |everyone|everybody)(?: ?(?:my|our) (?:friends|family|colleagues|neighbours))?\b/,
    value: 1.2,
  },
  {
    pattern:
      /\b(?:leave|give|giving|leaving) (?:you |it |her |him )?(?:a |an )?(?:good|great|nice|positive|excellent|five star|glowing|\w+ stars?) ?(?:review|rating|feedback)?\b/,
    value: 1.5,
  },
];
