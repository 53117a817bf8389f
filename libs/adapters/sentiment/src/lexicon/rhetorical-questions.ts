import { becomes, DENY, SELF, type Construction } from './construction.js';

const THIS = '(?:this|that|it|these|those)';

/** Questions that expect no answer. */
export const rhetoricalQuestions: readonly Construction[] = [
  becomes(
    `why (?:would|should|do|must) ${SELF} (?:\\w+ )?(?:have to )?(?:put up with|stand for|tolerate|accept|trust)`,
    'BLAME',
  ),
  becomes(
    `do you (?:\\w+ )?(?:think|believe|imagine) ${SELF} (?:\\w+ )?(?:enjoys?|likes?|loves?|wants?)`,
    `BLAME ${DENY}`,
  ),
  becomes(
    `(?:is|was) ${THIS} what you (?:call|consider|mean by)(?= (?:\\w+ )?(?:customer|service|support|help|care|quality|fast|quick|urgent))`,
    `BLAME ${DENY}`,
  ),
  becomes(
    `(?:don't|do not|can't|cannot|fail to) see how ${THIS} (?:is|was|can be|could be) (?:\\w+ )?(?:acceptable|fair|right|okay|ok|reasonable|legal|my fault)`,
    'BLAME',
  ),
  becomes(
    `why (?:would|should) ${SELF} (?:ever |even |still )?(?:want to |wish to )?(?:stay|continue|renew|come back|pay more)`,
    'BLAME',
  ),
  becomes(
    `(?:so )?(?:and )?why (?:would|should|could|do|did) ${SELF} (?:ever |even |still )?(?:be|feel|stay|believe|think|want to)(?= \\w)`,
    DENY,
  ),
  becomes(`why (?:would|should) ${SELF} (?:ever |even )?(?=recommend |trust |love |like )`, DENY),
  becomes(`who in (?:their|his|her) right mind (?:would|could|will) (?:\\w+ )?`, `BLAME ${DENY} `),
  becomes(`if this is your idea of (?:\\w+ )?(?:help|service|support|a solution|good \\w+)`, 'BLAME'),
  becomes(
    `how (?:am|are|is|was|were) (?:i|we|anyone|anybody) (?:supposed|meant|expected) to (?:be|feel)|how (?:could|can) ${SELF} (?:ever |possibly )?(?:be|feel)|i doubt(?: that)?`,
    DENY,
  ),
  becomes(
    `how (?:is|was|are|can|could) ${THIS} (?:even |ever |possibly )?(?:be )?(?:considered )?(?=acceptable|good|fair|right|okay|ok|reasonable|helpful|normal|great|professional)`,
    DENY,
  ),
  becomes(`who (?:would|could) (?:\\w+ )?be|what(?:'s| is| was) so`, DENY),
  becomes(
    `(?:do|would) you (?:really |honestly |seriously )?(?:call|consider|think|find)(?: that)? ${THIS}(?: is| was)?`,
    DENY,
  ),
  becomes(`(?:is|was) ${THIS} what you (?:call|consider|mean by)|(?:and )?you call ${THIS}|call ${THIS}`, DENY),
];
