/** Common words that tell a language from English. Words that English has too ("die", "son", "an") are left out. */
const functionWords: readonly ReadonlySet<string>[] = [
  `el la los las una que por para con pero como muy está esta estoy es soy mi tu su yo usted gracias quiero no de lo al del
  cuando porque tengo puede hola buenos días señor`,
  `le les des est une je vous nous que qui pour avec dans sur pas mais très bonjour merci suis être avez c'est j'ai du et
  mon ma oui non ce cette votre`,
  `der das und ich ist nicht ein eine einen mit für auf dem den zu sie wir haben habe wie danke bitte guten tag aber auch
  noch mir mein meine kann es`,
  `o os uma que não com para por mas como muito está estou meu minha você obrigado quero de em quando tenho olá bom dia`,
  `il gli una che non con per ma come molto sono mio mia lei grazie voglio di della quando ho buongiorno signore è`,
  `het een en van ik niet dat die op te zijn met voor maar ook heb mijn dank goede hoe kan wij`,
].map((words) => new Set(words.split(/\s+/)));

const english = new Set(
  `the and to of a in is it you that i for on with as are this be at my have was not we your or from but they what can if
  do me so just no will all there about would an how please thank thanks hello yes`.split(/\s+/),
);

const WORD = /[\p{L}']+/gu;
const LATIN = /\p{Script=Latin}/u;
/** Fewer foreign words tell nothing: people say "gracias" and "c'est la vie" in English, too. */
const FEWEST_WORDS = 3;

/** False when the words are evidently of another language. Short utterances count as English. */
export function isEnglish(text: string): boolean {
  const words = text.toLowerCase().replaceAll('’', "'").match(WORD) ?? [];
  if (words.length === 0) return true;
  if (words.filter((word) => LATIN.test(word)).length * 2 < words.length) return false;
  const count = (known: ReadonlySet<string>) => words.filter((word) => known.has(word)).length;
  const foreign = Math.max(...functionWords.map(count));
  return foreign < FEWEST_WORDS || foreign <= count(english);
}
