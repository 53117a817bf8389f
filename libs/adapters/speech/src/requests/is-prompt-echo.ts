const MIN_ECHOED_WORDS = 4;

/** Whether a text is a part of the prompt. Whisper repeats its prompt where it hears no words. */
export function isPromptEcho(text: string, prompt: string | undefined): boolean {
  const words = wordsOf(text);
  const prompted = wordsOf(prompt ?? '');
  if (words.length === 0 || (words.length < MIN_ECHOED_WORDS && words.length < prompted.length)) return false;
  return ` ${prompted.join(' ')} `.includes(` ${words.join(' ')} `);
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u)
    .filter((word) => word !== '');
