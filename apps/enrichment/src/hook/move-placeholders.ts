import type { EventData } from '@earshot/contracts';

/** Where the placeholders of the first redaction are in a text that was changed since. Their times stay, so that the audio stays muted. */
export function movePlaceholders(
  redactions: EventData<'segment.enriched'>['redactions'],
  text: string,
): EventData<'segment.enriched'>['redactions'] {
  let from = 0;
  return redactions.map((redaction) => {
    const placeholder = `[${redaction.kind}]`;
    const at = text.indexOf(placeholder, from);
    if (at === -1) return { ...redaction, startChar: 0, endChar: 0 };
    from = at + placeholder.length;
    return { ...redaction, startChar: at, endChar: from };
  });
}
