import { isDocument } from './harmless-documents.js';
import { banks } from './account-evidence.js';
import { textAt, type Token } from './scan-tokens.js';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const countingNouns = words('number numbers code codes id reference nummer num ids identifier date');
/**
 * Words before "number", "code" and "id" that do not name a harmless thing: words of sentences, and names that a private value
 * may have.
 */
const unnamed =
  words(`the a an your my our his her their its this that these those what which whose any some another other same new
  old right wrong correct full whole entire complete long short small little tiny big first second third last next one two three four five six seven
  eight nine ten sixteen fifteen digit digits only and or is was are be am it it's that's say at on in with by to from for of got
  have has had need give get take has me you i we they he she just no not as so but if when where how please yes okay um uh enter
  read good best better large random contact call callback direct daytime day evening night alternative alternate emergency
  main toll free hotline dial phone cell mobile home work office landline private personal identification identity tax taxpayer
  insurance security verification national health medicare nhs social document travel licence license passport bank banking wire
  swift check cheque pin secret access login log activation sms text texted authentication authenticator authorization authorisation
  auth door gate entry alarm unlock time factor sign ifsc bsb sort pass iban card credit debit payment account routing
  confirm confirmation voter citizen resident green birth valid expiry sim app user's received sent d l dl birth birthday born
  exact expire expires expiring validity thru through end ending up future past month year visa mastercard latest final
  beneficiary beneficiary's payee payee's temporary token message email display account's joint savings checking building credit face
  touch caller getting registered mera invalid incorrect apple roll here there also then still written printed site website`);

/** Whether a noun that everybody may read begins at the token, such as "locker number"; the index after it, or null. */
export function endOfNamedNumber(tokens: readonly Token[], index: number): number | null {
  const name = tokens[index];
  const noun = tokens[index + 1];
  if (name === undefined || noun === undefined || name.kind !== 'word') return null;
  return isNamedNumber(tokens, { name, noun, next: index + 2 }) ? index + 2 : null;
}

function isNamedNumber(
  tokens: readonly Token[],
  { name, noun, next }: { readonly name: Token; readonly noun: Token; readonly next: number },
): boolean {
  if (noun.text === 'no') return things.has(name.text);
  if (detailsOfPapers.has(noun.text)) return isDocument(name.text);
  if (noun.text === 'date' && linksToDate.has(textAt(tokens, next))) return false;
  if (!countingNouns.has(noun.text) || noun.gap === 'hard') return false;
  return namesThing(name.text) || isTravelDate(name.text, noun.text);
}

/** "Your policy documents", "the claim form". */
const detailsOfPapers = words('details document documents paper papers paperwork form letter');

/** The day of a journey, and no document. */
const isTravelDate = (name: string, noun: string): boolean => name === 'travel' && noun === 'date';

const namesThing = (name: string): boolean => name.length >= 3 && !unnamed.has(name) && !banks.has(name);

/** "The patient's date of birth", "the little date on the card". */
const linksToDate = words('of on under below at');

/** Words directly before the number of a place or a thing that everybody may read: "room 204". */
export const placeWords =
  words(`room store shop branch flight gate seat floor suite apartment apt unit aisle platform terminal line lane
  channel page step option box locker building house bus train route highway exit table track row section level chapter model
  version windows ios android outlet desk hall ward bay counter queue flat block wing villa plot lot dock pier pump carriage coach car seat cabin`);

/** Things whose number everybody may read. They name it only in a question: "what's your room". */
const things =
  words(`room store shop apartment flat suite unit gate seat floor locker desk branch reading mileage order package certificate contract
  delivery booking reservation train bus invoice quote coupon promo promotion prefix serial case claim policy membership incident
  complaint request job outlet postcode zip house building platform terminal`);
const determiners = words('your the my a an that this which what our new current');
/** "in the store": a place instead of a question. */
const prepositions = words('in at to from on for with into of by about inside near');
/** "I will open the booking" asks for nothing. */
const ownActions = words('find pull locate load open opening opened up close cancel change update amend make create');
const isNotAsked = (word: string): boolean => prepositions.has(word) || ownActions.has(word);
const wordsAfterThing = words(
  `today currently tonight please handy be is was then now again for me you to hand there with top right left corner number first instead sir madam mate okay so and thanks`,
);

/** Whether an utterance ends with a question for the number of a thing; the index after the thing, or null. */
export function endOfAskedThing(tokens: readonly Token[], index: number): number | null {
  if (!things.has(tokens[index]?.text ?? '')) return null;
  const before = [index - 1, index - 2].find((at) => determiners.has(tokens[at]?.text ?? ''));
  if (before === undefined || (isNotAsked(textAt(tokens, before - 1)) && !isPointedAt(tokens, before))) return null;
  const isAtEnd = tokens.slice(index + 1).every(({ text }) => wordsAfterThing.has(text));
  return isAtEnd ? index + 1 : null;
}

/** "You'll find it on your policy": the number that was asked for is there. */
const isPointedAt = (tokens: readonly Token[], determiner: number): boolean =>
  placesOnPaper.has(textAt(tokens, determiner - 1)) && waysToPoint.has(textAt(tokens, determiner - 2));

const placesOnPaper = words('on of');
const waysToPoint = words("it it's is number printed find page top");

const measures = words(
  'many much long old far often big tall wide heavy fast late early satisfied happy likely pleased easy helpful friendly difficult hard good pleasant useful probable',
);
const askedQuantities = words(
  'year day time size age temperature percentage quantity weight height speed score version total balance amount limit price cost fee premium deductible excess mileage',
);
const auxiliaries = words('is was were are do does did will would shall should can could have has');
const wordsAfterMeasure = words('longer more digits numbers letters characters of do times about');

/** Whether a question for a quantity or a year begins at the token, such as "how many" and "what is the balance"; the index after it, or null. */
export function endOfAskedQuantity(tokens: readonly Token[], index: number): number | null {
  const first = textAt(tokens, index);
  if (interrogatives.has(first)) return endOfAskedNoun(tokens, index + 1);
  if (first === 'number') return endOfCountedNoun(tokens, index);
  if (isWhenAsked(tokens, index)) return asksPrivateDate(tokens, index) ? null : endOfWhen(tokens, index);
  const second = textAt(tokens, index + 1);
  const isMeasure = first === 'how' && isMeasureAsked(second, textAt(tokens, index + 2));
  return isMeasure && !(second === 'long' && asksPrivateDate(tokens, index)) ? index + 2 : null;
}

/** "When did you move?", "when's your move?" */
const isWhenAsked = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === "when's" ||
  (textAt(tokens, index) === 'when' &&
    (auxiliaries.has(textAt(tokens, index + 1)) || waysToKnow.has(textAt(tokens, index - 1))));

const endOfWhen = (tokens: readonly Token[], index: number): number =>
  textAt(tokens, index) === 'when' ? index + 2 : index + 1;

/** "Do you know when the house was built?" */
const waysToKnow = words('know remember recall tell say see sure certain exactly');

/** "How many do you need", and not "how long do you have the card". */
const isMeasureAsked = (measure: string, next: string): boolean =>
  measures.has(measure) && (!wordsAfterMeasure.has(next) || (measure === 'many' && next === 'do'));

const privateDates = words('born birthday birth expire expires expiring expiry expired valid card');
const MAX_WORDS_TO_DATE = 7;

/** "When were you born?" */
const asksPrivateDate = (tokens: readonly Token[], from: number): boolean =>
  tokens.slice(from, from + MAX_WORDS_TO_DATE).some(({ text }) => privateDates.has(text));

function endOfAskedNoun(tokens: readonly Token[], from: number): number | null {
  let at = from;
  while (at - from < MAX_WORDS_TO_QUANTITY && leadsToQuantity(tokens, at)) at++;
  const isDay = textAt(tokens, at) === 'day' && asksPrivateDate(tokens, at);
  if ((askedQuantities.has(textAt(tokens, at)) && !isDay) || isDateOfEvent(tokens, at)) return at + 1;
  // "Which room are you in?"
  return isAskedPlace(textAt(tokens, from)) && !countingNouns.has(textAt(tokens, from + 1)) ? from + 1 : null;
}

/** "Which line is down?" asks for a phone number. */
const isAskedPlace = (word: string): boolean => word !== 'line' && placeWords.has(word);

/** "Total" in "what total amount" and not in "what total is showing". */
const leadsToQuantity = (tokens: readonly Token[], at: number): boolean =>
  wordsToQuantity.has(textAt(tokens, at)) &&
  !(askedQuantities.has(textAt(tokens, at)) && auxiliaries.has(textAt(tokens, at + 1)));

/** "The date of the accident", and not "the date of birth" or "the date on the card". */
const isDateOfEvent = (tokens: readonly Token[], index: number): boolean =>
  textAt(tokens, index) === 'date' &&
  (linksToEvent.has(textAt(tokens, index + 1)) || verbsOfEvents.has(textAt(tokens, index + 1))) &&
  !asksPrivateDate(tokens, index);

const linksToEvent = words('of for when');
/** "What date did it happen?" */
const verbsOfEvents = words('did do does shall should would will can');

/** "Number of copies". */
function endOfCountedNoun(tokens: readonly Token[], index: number): number | null {
  const noun = textAt(tokens, index + 2);
  const isCount = textAt(tokens, index + 1) === 'of' && /[a-z]{3}s$/.test(noun) && !countedParts.has(noun);
  return isCount ? index + 3 : null;
}

/** What the numbers of a value consist of. */
const countedParts = words(
  'digits letters numbers characters figures cards accounts passports licences licenses phones',
);

const interrogatives = words("what which what's");
const wordsToQuantity = words(
  'is was are the your my its their our his her current total tax credit financial fiscal average overall final exact monthly annual yearly weekly daily new old previous latest last minimum maximum blood room boiling water',
);
const MAX_WORDS_TO_QUANTITY = 3;
