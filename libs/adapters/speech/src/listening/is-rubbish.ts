/** A recogniser says these in silence or music, because the films that it learned from end with them. */
const CLOSING_WORDS =
  /^(thank you|thanks)( so much| very much)? for (watching|listening|viewing)|^(please )?(like and )?subscribe\b|^subtitles? by\b|^(music|applause|laughter|silence|blank audio)$/;
/** Nobody speaks faster for a whole utterance. */
const MAX_WORDS_PER_SECOND = 8;
/** The same words so often in a row are a loop of the recogniser. People say "no" or "bye" a few times. */
const LOOP_TIMES = 6;
/** People read numbers aloud, and a card number of 19 digits may have one digit many times in a row. */
const DIGIT_LOOP_TIMES = 20;
const DIGIT = /^(\d+|zero|oh|o|one|two|three|four|five|six|seven|eight|nine)$/;
const LONGEST_LOOP_WORDS = 8;
/** Root mean square below which nobody speaks: -60 dB of full scale. */
const INAUDIBLE_LEVEL = 0.001;

/** A cough, a breath or a click is shorter. Who speaks for so long says something, whatever the recogniser made of it. */
const MIN_WORDLESS_SECONDS = 2;

export interface DecodedSpeech {
  readonly text: string;
  /** Length of the speech without its padding. */
  readonly seconds: number;
  /** Root mean square, from 0 to 1. */
  readonly level: number;
}

/** Whether a decoded text is not what somebody said: empty, looping, impossibly fast, inaudible, or an ending of films. */
export function isRubbish({ text, seconds, level }: DecodedSpeech): boolean {
  const words = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]/gu, ' ')
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0 || level < INAUDIBLE_LEVEL) return true;
  if (words.length > 3 && words.length / Math.max(seconds, 0.1) > MAX_WORDS_PER_SECOND) return true;
  return CLOSING_WORDS.test(words.join(' ')) || hasLoop(words);
}

/**
 * Whether speech whose text is rubbish is more than noise, so that a reader must know that words are missing there. The
 * length decides: the guards refuse what a recogniser makes of noise, which is short, and also of real speech, which is not.
 */
export const isWordless = ({ seconds, level }: Omit<DecodedSpeech, 'text'>): boolean =>
  seconds >= MIN_WORDLESS_SECONDS && level >= INAUDIBLE_LEVEL;

function hasLoop(words: readonly string[]): boolean {
  for (let length = 1; length <= LONGEST_LOOP_WORDS; length += 1) {
    let repeated = 0;
    for (let at = length; at < words.length; at += 1) {
      repeated = words[at] === words[at - length] ? repeated + 1 : 0;
      if (repeated < length * (LOOP_TIMES - 1)) continue;
      const areDigits = words.slice(at - length + 1, at + 1).every((word) => DIGIT.test(word));
      if (!areDigits || repeated >= DIGIT_LOOP_TIMES - length) return true;
    }
  }
  return false;
}
