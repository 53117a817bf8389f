/** Random choices that depend only on the seed, so that a failing dialogue can be made again. */
export class RandomSource {
  private state: number;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < seed.length; index++) hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
    this.state = hash;
  }

  /** A number from 0 up to 1, made with mulberry32. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number between the bounds, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  chance(share: number): boolean {
    return this.fraction() < share;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.integer(0, choices.length - 1)];
    if (choice === undefined) throw new Error('There is nothing to choose from.');
    return choice;
  }

  /** A string of `count` random characters of the alphabet. */
  characters(count: number, alphabet: string): string {
    return Array.from({ length: count }, () => this.pick([...alphabet])).join('');
  }

  digits(count: number): string {
    return this.characters(count, '0123456789');
  }

  letters(count: number): string {
    return this.characters(count, 'ABCDEFGHJKLMNPRSTUVWXYZ');
  }

  /** Digits that do not begin with a zero. */
  number(count: number): string {
    return this.characters(1, '123456789') + this.digits(count - 1);
  }
}
