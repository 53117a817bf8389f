/** Words by their sentiment on a call, -4 to +4. They were collected for this project. Inflections are listed, not derived. */
const wordsByScore: Record<string, string> = {
  '-4': `disgusting horrific outrageous appalling atrocious scam scammed scammers fraud robbery nightmare hate hated despise
    incompetent unacceptable unbearable disgrace disgraceful abysmal
    unbelievable vile heartbreaking catastrophic deplorable inexcusable atrocity
    atrociously criminal daylight diabolical extortion extortionate horrendous repulsive revolting shambles
    traumatic traumatised traumatized`,
  '-3': `awful terrible horrible angry furious ridiculous useless worst hopeless pathetic insane insult insulted insulting lied lying
    lies liar cheated stole stolen stupid idiot idiots rude ruined destroyed disaster disappointed disappointing disappointment
    frustrated frustrating frustration fed livid upset unhappy complaint complaints complain unprofessional embarrassing
    embarrassed humiliating shouting yelled yelling screaming garbage rubbish trash joke crap sucks suck damn hell dreadful
    miserable regret betrayed rip ripoff mess screwed nonsense absurd lawyer sue beg
    headache headaches mold moldy rotten spoiled infuriating infuriated exhausting exhausted outraged ashamed shameful
    shady dishonest deceived deceptive misleading mislead fraudulent harassed harassment threatened threatening
    abusive worthless joking clueless lousy terrified devastated heartbroken appalled furiously hellish
    mistreated scandal sickening ridiculously unhelpful uncaring incompetence negligence negligent
    aggressive arrogant belittled bullied bullying cheat cheating circus condescending conned crooked crooks
    debacle dire disheartened disillusioned dismal dismayed distraught distressed distressing enraged exploit
    exploited exploiting farce fiasco foul fuming ghastly gutted hellhole hideous horrid hostile humiliated
    idiotic infuriates insolent lamentable laughable ludicrous moronic mortified nasty negligently obnoxious
    patronising patronizing pitiful preposterous raging resent resentful robbed shocked shocking shockingly slap
    stupidity swindle swindled thief thieves torture unforgivable unprofessionally woeful wreck wrecked`,
  '-2': `bad worse wrong broken broke failed fails failing failure crash crashes crashed crashing annoyed annoying annoys
    problem problems trouble hurt pain painful scared afraid worried worry worrying worries anxious stressed stressful slow
    poor dirty filthy smelled smelly stuck lost missing unfair confusing confused difficult impossible refuse refused rejected
    declined denied damaged cracked crushed leak leaks leaking overcharged expensive waste wasted sick tired mistake mistakes
    error errors unreliable faulty defective dropped dropping drops hung disconnected ignored neglected noise noisy loud
    sad sorry crazy mad desperate unable struggle struggling hassle struggled complicated misled false threat
    suffering suffer begging crying cried freezing ashamed careless stranded unsafe danger dangerous
    nervous burning burned burnt bleeding sagging sags flooded flooding smell stinks stink stain stained torn ripped scratched bent
    bug bugs buggy glitch glitches glitchy laggy lag unresponsive frozen freezes freeze hacked stolen spam bogus
    unreasonable unauthorized unexpected unwanted unnecessary unresolved unanswered inconvenient inconvenience inconsistent
    incorrect inaccurate nightmares irritated irritating bothered bothering offended offensive disrespectful disrespect
    pointless hopelessly clunky messy sloppy sketchy defect bothersome upsetting troubling concerned concerning
    rotting undercooked overcooked stale tasteless wet soaked infested roaches bedbugs mice
    excuse excuses runaround circles bounced stalling stalled dragging dragged forever endless endlessly outage
    overcharge overcharging overbilled overpriced costly unaffordable worsen worsening deteriorating
    stranger ignoring ignores hanging neglect abandoned disconnects disconnecting cutting dies died dying dead
    aggravated aggravating bitter botched bungled cramped creaky dented deteriorated dismissive disorganised
    disorganized displeased dissatisfied distrust dodgy drained dud evasive exasperated exasperating fiddly flaky
    flawed flimsy fobbed fraught gloomy grief grim grubby hassles hectic hurtful hurting hurts ill impatient
    impersonal inaccessible incapable inconsiderate ineffective inefficient inept inflated injured injury jammed
    jams jerky lethargic malfunction malfunctioning malfunctions mangled mishandled mishap misinformed misplaced
    misquoted mistaken misunderstood mouldy neglectful nuisance obsolete overheating overheats overrun
    overwhelmed panic panicking patchy peeling perplexed perturbed pestering pushy rattled reluctant ripoffs
    ruining rust rusty scary scuffed shattered shoddy shortchanged shrunk sluggish smashed snapped soaking sour
    spilled spoilt squeaky stressing stubborn stuffed substandard suspicious swamped tarnished tedious tense
    tiresome tiring trashed tricked troubled uncomfortable undelivered underwhelming unfinished unfit unfriendly
    unhygienic unimpressed uninterested unjust unkind unlawful unpleasant unprepared unsatisfactory unsatisfied
    unstable unusable unwelcome unwell unworkable vague wobbly worn worryingly wreckage wrongly`,
  '-1': `issue issues delay delayed late down unfortunately cancel cancelled fee fees charged charge penalty overdue
    forgot blocked locked stop stopped cheap limited missed miss unclear strange weird doubt hard
    unlucky uneasy unsure confuse bother annoyingly boring dull heavy tough rough
    risk risky lacking lack lacks shortage short insufficient inadequate`,
  '1': `ok fine okay good nice easy clear interested ready correct help helps fair smooth quick fast clean early safe
    comfortable works working fixed resolved solved sorted better improved approved accepted free welcome
    simple useful hope like prefer acceptable impress`,
  '2': `glad happy great helpful pleased satisfied kind lovely enjoy enjoyed relief relieved appreciate appreciated appreciates
    appreciation grateful thankful recommend recommended impressed impressive beautiful professional patient caring cool
    pleasure congratulations cheers trust reliable efficient convenient smoothly delighted generous thorough honest
    courteous polite friendly solves knowledgeable charming breeze fun bless
    calm calmer sweet gentleman gem faith painless lucky cheaper joyful cheerful brightened upbeat pleasant
    pleasantly effortless effortlessly seamless seamlessly polished respectful attentive responsive prompt
    promptly saver bravo kudos hurrah hooray congrats gorgeous tasty cozy spotless neat tidy adorable
    heartwarming reassuring reassured relaxed hopeful optimistic confident improving improvement upgrade rewarding
    thankyou thx ta blessed blessing godsend smart clever genius magic
    accommodating admirable adore adored adores appreciative astonished attentively brill buzzing
    cheered chuffed comforting commendable considerate cordial cracking delightful diligent ecstatically
    elegant encouraging enjoyable enthusiastic excited exciting exquisite faultlessly favorite favourable
    favourite fortunate friendlier gracious gratefully handy happier happily heavenly hilarious hospitable
    immaculate impressively inspired intuitive invaluable jolly joy kindly kindness lifesavers likeable luxurious
    merry neatly nicer nicest obliging personable pleasing politely praise proud punctual
    quicker quickest reassure refreshed refreshing respected satisfying sensational sensible
    sincere skilled skillful snappy speedy stunning stunningly stylish supportive swift swiftly
    sympathetic tactful thankfully thoughtful tidily tremendous trusted trustworthy understanding unforgettable
    valuable welcoming wise wonderfully worthwhile yummy`,
  '3': `excellent perfect perfectly wonderful fantastic awesome amazing brilliant love loved loves superb terrific outstanding best
    delicious lifesaver incredible thrilled marvelous fabulous phenomenal exceptional flawless yay wow hero
    stellar magnificent splendid spectacular remarkable extraordinary unbeatable impeccable angel legend super
    superstar ecstatic overjoyed elated priceless
    astounding blissful brilliantly delightfully exemplary fantastically faultless flawlessly glorious heroes
    heroic legendary lovable masterful matchless miracle miraculous peerless perfection praiseworthy stupendous
    sublime superbly supreme unmatched unrivaled unrivalled wonders wondrous`,
};

export const wordScores: ReadonlyMap<string, number> = new Map(
  Object.entries(wordsByScore).flatMap(([value, words]) =>
    words.split(/\s+/).map((word) => [word, Number(value)] as const),
  ),
);

export const negations = new Set(
  `not no never none nobody nothing neither nor without hardly barely isn't aren't wasn't weren't don't doesn't didn't won't
  wouldn't can't cannot couldn't shouldn't haven't hasn't hadn't ain't`.split(/\s+/),
);

/** Factors for the next word that has a score. */
export const degrees: ReadonlyMap<string, number> = new Map([
  ...`very really extremely incredibly absolutely totally completely truly highly terribly seriously`
    .split(' ')
    .map((word) => [word, 1.4] as const),
  ...`so too such pretty quite much way definitely`.split(' ').map((word) => [word, 1.2] as const),
  ...`slightly somewhat rather little bit kinda fairly maybe almost`.split(' ').map((word) => [word, 0.6] as const),
]);
