const names: Readonly<Record<string, string>> = {
  lexicon: 'Earshot’s list of words and phrases',
  comprehend: 'Amazon Comprehend',
};

/** Says what scored the sentiment of a line. Undefined when the server does not know: the line has no sentiment, or it is old. */
export const sentimentSource = (engine: string | null): string | undefined =>
  engine === null ? undefined : `Sentiment scored by ${names[engine] ?? engine}`;
