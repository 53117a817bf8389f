import type { Participant } from '@earshot/contracts';

/** Digits, `?` for any digit, and `*` at the end for whatever follows. */
const PATTERN = /^\+?[\d?]{2,32}\*?$/;

export const isAgentNumberPattern = (text: string): boolean => PATTERN.test(text);

/** Recognises agents by the numbers and extensions of the contact centre. */
export class AgentNumbers {
  private readonly patterns: readonly RegExp[];

  /** `patterns`: as `isAgentNumberPattern` takes them. */
  constructor(patterns: readonly string[]) {
    this.patterns = patterns.map(
      (pattern) => new RegExp(`^${pattern.replace('+', '\\+').replaceAll('?', '\\d').replace('*', '\\d*')}$`),
    );
  }

  /** The participant as an agent if the source does not say the role and the number is an agent's; otherwise unchanged. */
  recognizeAgent(participant: Participant): Participant {
    const { role, number } = participant;
    if (role !== 'UNKNOWN' || number === undefined || !this.isAgentNumber(number)) return participant;
    return { ...participant, role: 'AGENT', roleReason: 'NUMBER', roleConfidence: 1 };
  }

  private isAgentNumber(number: string): boolean {
    const dialled = dialledNumber(number);
    return this.patterns.some((pattern) => pattern.test(dialled));
  }
}

/** The digits of a number or of the user of a SIP or tel address, without separators; `+` for an international prefix of 00. */
function dialledNumber(number: string): string {
  const user = number.replace(/^(?:sips?|tel):/i, '').split(/[@;]/)[0] ?? '';
  return user.replace(/[\s().\-/]/g, '').replace(/^00(?=\d{7})/, '+');
}
