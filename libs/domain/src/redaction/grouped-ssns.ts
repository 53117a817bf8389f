import { hideElements, joinDigits, type DigitElement } from './digit-run.js';

/**
 * Hides social security numbers that are said in their groups: "123-45-6789", "one two three dash four five dash six seven
 * eight nine". In a partial it also hides the beginning of one.
 */
export function hideGroupedSsns(stretch: readonly DigitElement[], isPartial: boolean): void {
  const groups = groupsOf(stretch);
  for (let index = 0; index + 1 < groups.length; index++) {
    const parts = groups.slice(index, index + 3);
    const isEnd = index + 3 >= groups.length;
    if (isSsn(parts.map(joinDigits), isPartial && isEnd)) hideElements(parts.flat(), 'SSN');
  }
}

function groupsOf(stretch: readonly DigitElement[]): DigitElement[][] {
  const groups: DigitElement[][] = [];
  for (const element of stretch) {
    const last = groups.at(-1);
    if (element.isApart || last === undefined) groups.push([element]);
    else last.push(element);
  }
  return groups;
}

function isSsn([area = '', group = '', serial = '']: readonly string[], mayContinue: boolean): boolean {
  if (area.length !== 3 || group.length !== 2) return false;
  const isLongEnough = serial.length === 4 || (mayContinue && serial.length < 4);
  return isLongEnough && isIssued(area, group, serial);
}

/** Never issued: area 000, 666 and 900 up, group 00, serial 0000 (SSA POMS RM 10201.035). */
const isIssued = (area: string, group: string, serial: string): boolean =>
  area !== '000' && area !== '666' && area < '900' && group !== '00' && serial !== '0000';
