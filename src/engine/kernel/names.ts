/**
 * Strings as numbers, so that events hold only numbers. Append-only and never rewound: a number once given keeps its string.
 * Numbers depend on the order of first use, so they are never folded into the digest and never compared.
 */
export class Names {
  private readonly strings: string[] = [''];
  private readonly numbers = new Map<string, number>([['', 0]]);

  /** The number of a string. */
  intern(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.strings.push(text);
    this.numbers.set(text, this.strings.length - 1);
    return this.strings.length - 1;
  }

  /** The string of a number; empty for an unknown one. */
  text(number: number): string {
    return this.strings[number] ?? '';
  }
}
