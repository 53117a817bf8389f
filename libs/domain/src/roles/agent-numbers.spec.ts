import { describe, expect, it } from '@jest/globals';
import { AgentNumbers, isAgentNumberPattern } from './agent-numbers.js';
import type { Participant } from '@earshot/contracts';

const numbers = new AgentNumbers(['+15555550100', '+4930555*', '2???', '7001']);
const participant = (number: string | undefined, role: Participant['role'] = 'UNKNOWN') =>
  ({ id: 'p', role, ...(number !== undefined && { number }) }) as Participant;

describe('AgentNumbers', () => {
  it.each([
    '+15555550100',
    '+1 (555) 555-0100',
    '0015555550100',
    'sip:+15555550100@pbx.example;transport=tcp',
    'tel:+15555550100',
    '+493055512',
    '2345',
    'sip:7001@10.0.0.1',
  ])('recognises %s', (number) => {
    expect(numbers.recognizeAgent(participant(number))).toEqual({
      ...participant(number),
      role: 'AGENT',
      roleReason: 'NUMBER',
      roleConfidence: 1,
    });
  });

  it.each(['+15555550101', '15555550100', '23456', '234', '70010', 'anonymous', '', undefined])(
    'does not recognise %s',
    (number) => {
      expect(numbers.recognizeAgent(participant(number))).toEqual(participant(number));
    },
  );

  it('leaves a role alone that the source says', () => {
    expect(numbers.recognizeAgent(participant('7001', 'CUSTOMER'))).toEqual(participant('7001', 'CUSTOMER'));
  });

  it.each(['7', '7x', '*', '+', '70.1', '2**', `${'1'.repeat(40)}`])('does not take %s for a pattern', (text) => {
    expect(isAgentNumberPattern(text)).toBe(false);
  });
});
