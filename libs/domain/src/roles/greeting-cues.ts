/** How strongly one of these phrases shows who speaks, in log-odds: above 0 an agent, below 0 a customer. */
export interface GreetingCue {
  readonly weight: number;
  readonly sayings: readonly RegExp[];
}

/** A company answers its telephone, or calls somebody. */
const agentCues: readonly GreetingCue[] = [
  {
    weight: 3,
    sayings: [/\bthank(?:s| you)(?: so much| very much)? for (?:calling|contacting|choosing|phoning|ringing)\b/],
  },
  {
    weight: 3,
    sayings: [
      /\b(?:how|what) (?:can|may|could|might) (?:i|we) (?:help|assist|do for you|be of)\b/,
      /\bhow (?:may|can|should) i direct your call\b/,
      /\bwhat can i (?:help|do) (?:you )?(?:with|for)\b/,
    ],
  },
  {
    weight: 3,
    sayings: [
      /\b(?:this|the|your|our|all) (?:calls?|line|conversation)(?: (?:is|are|may|might|will|can))(?: be)?(?: being)? (?:recorded|monitored)\b/,
      /\b(?:recorded|monitored)(?: and \w+)? for (?:quality|training|security|compliance)\b/,
      /\bon a recorded line\b/,
    ],
  },
  { weight: 3, sayings: [/\b(?:is there )?anything else (?:that )?(?:i|we) (?:can|could|may) (?:do|help|assist)\b/] },
  {
    weight: 2.5,
    sayings: [
      /\b(?:can|could|may|might) i (?:have|get|take|ask for|start with|grab|confirm|verify) (?:your|the) (?:\w+ ){0,2}?(?:name|number|address|postcode|zip|birth|email|account|policy|order|reference|id|details|code)\b/,
      /\b(?:can|could|would) you (?:confirm|verify|spell|give me|provide|read me|tell me) (?:your|the) (?:\w+ ){0,3}?(?:name|number|address|postcode|zip|birth|email|account|policy|reference|id|details|code|registration)\b/,
      /\b(?:whom|who) am i (?:speaking|talking) (?:with|to)\b/,
      /\bam i (?:speaking|talking) (?:with|to)\b/,
      /\bfor (?:security|verification)(?: purposes| reasons)\b/,
      /\bverify (?:your|the) (?:identity|account|details|information)\b/,
    ],
  },
  { weight: 2.5, sayings: [/\byou are (?:through to|speaking (?:with|to)|talking to|connected to)\b/] },
  {
    weight: 2,
    sayings: [
      /\b(?:let me|i will|i can|i am going to|allow me to|i would be happy to|happy to) (?:\w+ ){0,3}?(?:that|this|it|look|check|find|pull|bring|open|get)? ?(?:\w+ ){0,4}?(?:your (?:account|file|order|policy|record|booking|details|profile)|for you|help you|you with that)\b/,
      /\bi (?:can|could|will) (?:certainly |definitely |gladly )?(?:help|assist) (?:you|with)\b/,
    ],
  },
  {
    weight: 2,
    sayings: [
      /\b(?:apologize|apologise|sorry|apologies) (?:about|for) (?:that|the|any|your|this) ?(?:\w+ )?(?:inconvenience|delay|wait|trouble|confusion|frustration)?\b/,
      /\bi (?:understand|see) (?:your|how|that you)\b/,
      /\bthank(?:s| you) for (?:waiting|holding|your patience|confirming|verifying)\b/,
    ],
  },
  {
    weight: 2,
    sayings: [
      /\b(?:calling|ringing|phoning|call) (?:you )?(?:from|on behalf of) (?!(?:you|me|my|a|an|home|work|germany|spain|abroad|overseas|the car)\b)\w+/,
      /\bi am calling (?:you )?(?:about|regarding|because of|in regards? to) your\b/,
    ],
  },
  {
    weight: 1.5,
    sayings: [
      /\bwelcome to \w+/,
      /\b(?:this is|my name is|you have|name is) \w+(?: \w+)? (?:from|with|at|in) (?:\w+ ){0,3}?(?:support|service|services|department|sales|billing|team|desk|care|claims|bank|insurance|office)\b/,
      /\b(?:customer (?:service|support|care)|help desk|service desk|support team|technical support|reception),? (?:this is|my name is|\w+ speaking|you are)\b/,
      /\b\w+ speaking\b/,
    ],
  },
  {
    weight: 1,
    sayings: [
      /\b(?:your|the) (?:account|policy|order|claim|booking|reservation|appointment|balance|subscription|contract|file) (?:is|was|has|shows|will|with us)\b/,
    ],
  },
];

/** Somebody wants something of a company. */
const customerCues: readonly GreetingCue[] = [
  {
    weight: -2.5,
    sayings: [
      /\bi (?:am|was) (?:calling|ringing|phoning) (?:about|because|regarding|to|in|for|since|as|on)\b(?!.{0,40}\b(?:your|you)\b)/,
      /\bi (?:am|was) (?:calling|ringing|phoning) (?:about|because|regarding|to)\b.{0,60}\b(?:my|i|me)\b/,
    ],
  },
  {
    weight: -2.5,
    sayings: [
      /\bi (?:have|have got|had|got) (?:a|an|some|another|this) (?:\w+ )?(?:problems?|questions?|issues?|complaint|query|trouble|enquiry|inquiry|concern)\b(?! for you)/,
      /\bi am having (?:a |an |some )?(?:\w+ )?(?:problems?|issues?|trouble|difficult\w+)\b/,
      /\bthere is (?:a|an|some) (?:\w+ )?(?:problem|issue|mistake|error|charge) (?:with|on|in) my\b/,
    ],
  },
  {
    weight: -2.5,
    sayings: [
      /\b(?:can|could|may) i (?:speak|talk) (?:to|with) (?:a|an|the|your|someone|somebody|anyone)\b/,
      /\b(?:is|am) (?:this|i) (?:the right|through to|speaking to the right)\b/,
      /\bis this call (?:being )?recorded\b/,
    ],
  },
  {
    weight: -2,
    sayings: [
      /\bi (?:would like|want|need|wish|was hoping|am looking|am trying) to (?:book|cancel|change|order|report|pay|return|dispute|update|schedule|reschedule|buy|close|upgrade|replace|track|renew|find out|get|reset|activate|stop|move|add|know (?:why|how|if|when|where|what))\b(?!.{0,20}\b(?:for you|your)\b)/,
      /\bi (?:would like|want|need|wish|was hoping) to (?:make|file|open|place) (?:a|an|another|my)\b/,
      /\bi was (?:wondering|hoping) (?:if )?you\b/,
      /\bi (?:would like|want) (?:a|an|some|my|new|another)\b/,
    ],
  },
  {
    weight: -1.5,
    sayings: [
      /\bmy (?:\w+ )?(?:account|bill|order|card|car|internet|wifi|policy|payment|subscription|router|package|parcel|delivery|flight|booking|reservation|bank|loan|claim|refund|password|contract|machine|laptop|computer|truck|invoice|statement|insurance|line|service|appointment|prescription|connection|heating|boiler|fridge|washer|ticket|plan)\b/,
    ],
  },
  {
    weight: -2,
    sayings: [
      /\b(?:can|could|will|would) (?:you|somebody|someone|anybody|anyone) (?:help|tell|explain|check|cancel|refund|send|fix|look|transfer|put|connect|explain to) (?:me|why|it|my|this|what|out|into|if)\b/,
      /\bi need (?:some )?help\b/,
    ],
  },
  {
    weight: -2,
    sayings: [
      /\bi (?:was|got|have been|am being|keep getting|keep being) (?:\w+ )?(?:charged|billed|told|waiting|overcharged|transferred|trying|promised|cut off|on hold)\b/,
      /\bi (?:lost|forgot|never got|never received|did not get|did not receive|have not received|still have not|bought|ordered|paid) (?:my|any|it|the|a|for)\b/,
      /\bi (?:can not|could not) (?:get|log|find|access|use|connect|open) (?:in|into|my|it to)\b/,
      /\b(?:you|they|you guys|your company) (?:charged|billed|sent|promised|told|cut off|cancelled|canceled) (?:\w+ )?(?:me|my|us)\b/,
    ],
  },
  {
    weight: -1.5,
    sayings: [
      /\bdo you (?:guys |folks |still )?(?:have|offer|sell|take|accept|do|deliver|open|fix|repair) (?!.{0,30}\b(?:us|me|your|available)\b)/,
      /\bhow much (?:is|does|do|would|will|are)\b/,
    ],
  },
];

export const greetingCues: readonly GreetingCue[] = [...agentCues, ...customerCues];

/** What a machine says for somebody: a voicemail greets for the called party, whoever that is. */
export const answeringMachines: readonly RegExp[] = [
  /\b(?:leave|record) (?:a|your|me a|us a) message\b/,
  /\b(?:after|at) the (?:tone|beep)\b/,
  /\b(?:voicemail|voice mail|mailbox)\b/,
  /\b(?:can not|unable to|not able to) (?:come to|take|answer) (?:the|your) (?:phone|call)\b/,
];
