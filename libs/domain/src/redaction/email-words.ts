/** Words that join the parts of a spoken address. */
export const joiners = new Set(['dot', 'point', 'period', 'underscore', 'dash', 'hyphen', 'plus', 'minus']);

export const topLevels = new Set(
  'com net org edu gov mil io co uk us ca au de fr es it eu info biz me tv ai app dev'.split(' '),
);

/** Words before "at" that mean a place or a site instead of a mailbox, unless somebody asked for an address. */
export const placeWords = new Set(
  `look looking looked shop shopping us me them online site website page visit go order ordered bought find found here be is
  was meet work working available it`.split(/\s+/),
);

/** Words that introduce an address and do not belong to it. */
export const leadWords = new Set(
  `is it's email mail address to at yes yeah sure okay ok um uh so its that's the my and`.split(/\s+/),
);

/** Longest spoken local part, in tokens. */
export const MAX_LOCAL_TOKENS = 12;
