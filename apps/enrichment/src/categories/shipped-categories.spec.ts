import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/contracts';
import type { CategoryMatcher } from '@earshot/domain';
import { readCategoryFile } from './category-file.js';

const FILE = new URL('../../../../config/categories.yaml', import.meta.url);

describe('the categories that Earshot ships', () => {
  let matcher: CategoryMatcher;
  beforeAll(async () => {
    const read = readCategoryFile(await readFile(FILE, 'utf8'));
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    matcher = read.value;
  });
  const categoriesOf = (text: string, role: ParticipantRole = 'CUSTOMER') =>
    matcher.match({ text, role, startMs: 0 }, new Map()).map(({ category }) => category);

  it.each([
    ['Cancellation risk', 'i wanna cancel my plan'],
    ['Cancellation risk', "I've decided to leave and go to another provider"],
    ['Cancellation risk', 'I no longer want the service'],
    ['Cancellation risk', 'stop my subscription please'],
    ['Cancellation risk', 'I, uh, want to to cancel, please'],
    ['Cancellation risk', 'I would just like to cancel'],
    ['Cancellation risk', "why can't I cancel my subscription"],
    ['Cancellation risk', "I don't know how to cancel my account"],
    ['Cancellation risk', 'it does not work cancel my account'],
    ['Cancellation risk', 'I need to cancel my order and close my account'],
    ['Cancellation risk', "if you don't fix this I want to cancel"],
    ['Cancellation risk', "no I'd like to cancel"],
    ['Cancellation risk', 'I am gonna cancel the whole contract'],
    ['Cancellation risk', 'how do I cancel'],
    ['Cancellation risk', 'I want out of this contract'],
    ['Cancellation risk', 'I wanna get out of my contract'],
    ['Cancellation risk', "if this isn't fixed I'll cancel"],
    ['Cancellation risk', "I'd like to, you know, cancel"],
    ['Cancellation risk', 'I want to, I mean, cancel'],
    ['Cancellation risk', 'how does ending my contract work'],
    ['Cancellation risk', "I won't be renewing, I'm not renewing"],
    ['Technical issue', 'I keep getting an error'],
    ['Technical issue', 'the whole screen froze'],
    ['Escalation request', 'pass me to the team leader'],
    ['Escalation request', 'is there somebody senior'],
    ['Billing', "there's a charge I don't recognise"],
    ['Technical issue', 'nothing works'],
    ['Legal threat', "I'm taking this company to court"],
    ['Legal threat', 'I will sue you'],
    ['Legal threat', "I won't hesitate to sue"],
    ['Legal threat', 'you will hear from my lawyer'],
    ['Complaint', 'I want to make a complaint'],
    ['Complaint', "I'm not happy with the driver"],
    ['Billing', 'I have a question about my bill'],
    ['Billing', "I'm not asking for a refund"],
    ['Technical issue', 'the app does not work on my phone'],
    ['Technical issue', "it isn't working again"],
    ['Technical issue', "my phone won't turn on"],
    ['Technical issue', "I can't get rid of this error message"],
    ['Escalation request', 'could you put me through to your supervisor'],
    ['Escalation request', 'transfer me to a manager'],
    ['Escalation request', 'let me speak to, um, to a manager'],
    ['Escalation request', 'get me your manager'],
  ])('%s: "%s"', (category, text) => {
    expect(categoriesOf(text)).toContain(category);
  });

  it.each([
    ['Cancellation risk', "I don't want to cancel anything, I only moved house"],
    ['Cancellation risk', "I'm not calling to cancel my subscription"],
    ['Cancellation risk', "I don't think I want to cancel"],
    ['Cancellation risk', 'I never said I wanted to cancel my account'],
    ['Cancellation risk', 'we have no plans to cancel the contract'],
    ['Cancellation risk', 'I want to cancel my 9:30 dentist appointment'],
    ['Cancellation risk', 'can you cancel the delivery for tomorrow'],
    ['Cancellation risk', 'I would like to cancel that order please'],
    ['Cancellation risk', 'I booked an appointment and I need to cancel it'],
    ['Cancellation risk', 'I decided to leave a review'],
    ['Cancellation risk', 'how do I cancel the alarm on the device'],
    ['Technical issue', "I don't work on Fridays"],
    ['Technical issue', 'he does not work here'],
    ['Legal threat', "I don't want to take legal action"],
    ['Legal threat', 'I am a lawyer by profession'],
    ['Legal threat', 'he holds a power of attorney'],
    ['Legal threat', 'this is Sue from number twelve'],
    ['Legal threat', 'Hello, my name is Sue'],
    ['Legal threat', 'Sue has the keys'],
    ['Legal threat', 'my lawyer friend recommended you'],
    ['Billing', 'Bill Murray is my neighbour'],
    ['Billing', 'Bill Turner rang me about it'],
    ['Legal threat', 'can I speak to sue in accounts'],
    ['Legal threat', "I'm not going to sue anybody"],
    ['Complaint', 'no complaints from me'],
    ['Complaint', "I can't complain"],
    ['Complaint', "I've never had a complaint about her"],
    ['Billing', 'could I talk to Bill please'],
    ['Billing', 'I spoke to bill yesterday'],
    ['Billing', 'Bill Johnson here'],
    ['Technical issue', "monday doesn't work for me"],
    ['Billing', 'Yesterday Bill helped me'],
    ['Escalation request', "I don't need a manager"],
    ['Escalation request', 'my account manager sent me the form'],
    ['Escalation request', 'my manager told me to call you'],
  ])('not %s: "%s"', (category, text) => {
    expect(categoriesOf(text)).not.toContain(category);
  });

  it.each([
    ['this call may be recorded for quality and training purposes', true],
    ['please note that calls are recorded', true],
    ["just so you know, we're recording this", true],
    ['I have recorded your new address', false],
    ['all our conversations are monitored or recorded', true],
    ['this call is not recorded', false],
    ['we have not recorded this call', false],
  ])('knows a recording disclosure of the agent: "%s" %s', (text, isDisclosure) => {
    expect(categoriesOf(text, 'AGENT').includes('Recording disclosure')).toBe(isDisclosure);
    expect(categoriesOf(text, 'CUSTOMER')).not.toContain('Recording disclosure');
  });
});
