import type { SentimentPattern } from './sentiment-pattern.js';

/** How agents show sentiment of their own: they lose patience, or are glad with the customer. */
export const agentPatterns: readonly SentimentPattern[] = [
  {
    pattern:
      /\b(?:won't|will not|don't have to|not going to) (?:be (?:spoken|talked) to|tolerate|accept that|put up|discuss|argue)\b/,
    value: -2,
  },
  {
    pattern:
      /\b(?:swearing|shouting|yelling|cursing|abusive|abuse|that (?:tone|language))\b.*\b(?:end|hang up|terminate|disconnect|stop)\b|\bstop (?:swearing|shouting|yelling|cursing|interrupting)\b/,
    value: -2,
  },
  {
    pattern:
      /\b(?:not my (?:problem|fault|job|department)|your own fault|you're not listening|i already told you|i've (?:already )?told you|don't have time for)\b/,
    value: -2,
  },
  {
    pattern: /\b(?:it was|it's been|it has been) (?:a |an )?(?:\w+ )?(?:pleasure|lovely|great|nice|wonderful)\b/,
    value: 2,
  },
  {
    pattern:
      /\b(?:congratulations|well done|good for you|great job|you've done (?:great|brilliantly|perfectly|really well)|you did (?:great|really well|brilliantly))\b/,
    value: 2,
  },
  { pattern: /\b(?:good|great|wonderful|fantastic|lovely|excellent|brilliant) news\b/, value: 2 },
  {
    pattern:
      /\bi'm (?:so |very |really )?(?:glad|pleased|happy|delighted|thrilled) (?:it|it's|that|to hear|you|for you|we)\b/,
    value: 2,
  },
  { pattern: /\b(?:kind|nice|sweet|lovely) of you\b/, value: 2 },
];
