import { mediaSourceConformance, type MediaSourceSubject } from '@earshot/testing';
import { describe, it, jest } from '@jest/globals';
import { asteriskSubject, twilioSubject } from './phone-system-subjects.js';

jest.setTimeout(120_000);

/** One of each family: the others differ in the words of their messages, which the specs of their readers hold. */
const subjects: Record<string, () => MediaSourceSubject> = { twilio: twilioSubject, asterisk: asteriskSubject };

describe.each(Object.entries(subjects))('the source %s', (_, create) => {
  const { cannot } = create();
  for (const { promise, needs, run } of mediaSourceConformance)
    if (needs === undefined || cannot[needs] === undefined) it(promise, () => run(create));
});
