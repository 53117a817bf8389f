/** Keeps the last lines of the output, about 2 Mi characters by default. */
export class RecentOutput {
  private readonly lines: string[] = [];
  private chars = 0;

  constructor(private readonly maxChars = 2 * 1024 * 1024) {}

  add(line: string): void {
    this.lines.push(line);
    this.chars += line.length + 1;
    // Removing from the front moves the whole array, so this removes many lines at once.
    if (this.chars < this.maxChars * 1.25) return;
    let dropped = 0;
    while (this.chars > this.maxChars && dropped < this.lines.length)
      this.chars -= (this.lines[dropped++]?.length ?? 0) + 1;
    this.lines.splice(0, dropped);
  }

  text(): string {
    return this.lines.map((line) => `${line}\n`).join('');
  }
}
