/** Words that join the parts of a spoken address. */
export const joiners = new Set(['dot', 'point', 'period', 'underscore', 'dash', 'hyphen', 'plus', 'minus']);

/** Whether a word says the dot of an address. */
export const isDot = (word: string): boolean => word === 'dot' || word === 'point' || word === 'period';

export const topLevels = new Set(
  `com net org edu gov mil ac io co uk us ca au de fr es it eu in at ch nl be lu ie nz za pl cz se dk no fi pt gr br mx ar ru ua tr il
  ae jp cn hk sg kr info biz name pro me tv ai app dev cloud online shop store site tech blog email agency studio design media
  digital solutions services systems group team world life live news school academy church health care law legal london scot
  wales berlin hamburg koeln bayern wien swiss amsterdam paris nyc sydney melbourne cat eus gal barcelona asia africa xyz club
  jobs mobi space website wedding bike coffee pizza photo photography art music con kom calm`.split(/\s+/),
);

/** Words before "at" that mean a place or a site instead of a mailbox, unless somebody asked for an address. */
export const placeWords = new Set(
  `look looking looked shop shopping us me them online site website page visit go order ordered bought find found here be is
  was meet met work works worked working available it are were am you him her shopped stayed read saw seen clicked`.split(
    /\s+/,
  ),
);

/** Words that introduce an address and do not belong to it. */
export const leadWords = new Set(
  `is it's email email's mail address to at yes yeah sure okay ok um uh so its that's the my and please`.split(/\s+/),
);

/** Pauses, corrections and remarks between the parts of an address. */
export const bridgeWords = new Set(
  `um uh uhm er erm ehm hmm ah oh and then so like no wait sorry rather i mean meant actually all lowercase lower case uppercase upper capital capitals in one word
  words spaces together small letters sign yeah yes well okay ok`.split(/\s+/),
);

/** Longest spoken local part, in tokens. */
export const MAX_LOCAL_TOKENS = 64;

/** Providers whose "dot com" people leave out when they were asked for an address. */
export const providers = new Set(
  `gmail googlemail hotmail yahoo outlook icloud aol proton protonmail gmx msn live btinternet comcast verizon sky ymail fastmail zoho yandex ntlworld bigpond optusnet telstra rediffmail web freenet tonline`.split(
    ' ',
  ),
);

/** Words of sentences, which addresses seldom hold unless a joiner is beside them. */
export const sentenceWords = new Set(
  `i i'm i'll i've i'd you you're we he she they it it's that that's this these those there here what when where who why how
  which a an the and or but so if then than because as of in on to for from with without about by be am is are was were been
  do does did don't didn't have has had can could would should may might must shall will won't not no yes yeah yep ok okay
  um uh er hmm well just like really very please thanks thank sorry hold wait second moment minute one let me my your our his
  her their us him them get got give go going come see look know think mean say said tell told need want put take make check
  sure right now again still also only some any all more much many now today yesterday tomorrow sec hang bear wife husband
  phone number address email mail called call calling find ask asked try trying spell spelled spelling write down ready back file bill question invoice receipt
  account copy copied cc bcc include including forward send sends sent sending goes order parcel package new old bounced changed work personal private business cannot open under left harm done use uses using used login log username user website noted written wrote typed type entered enter heard hear probably maybe perhaps believe guess suppose reckon confirm repeat says confirmed
  perfect great cool lovely alright fine good nice brilliant showing shows shown listed registered saved updated correct spelt electronic mine monday tuesday wednesday thursday friday saturday sunday contact reach`.split(
    /\s+/,
  ),
);

/** Words that name an address without the word "email". */
export const addressWords = new Set('address login username inbox mailbox'.split(' '));

/** Words before "to", after which an address may follow. */
export const waysToSend = new Set(
  'send email mail write forward sent emailed resend goes go went going sending copy addressed delivered'.split(' '),
);
