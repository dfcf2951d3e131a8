import { classAt, escapeAt, perlClasses, Re2Error, re2Errors, unicodeClassAt } from './re2-classes.ts';
import type { Re2Text } from './re2-classes.ts';

/** A regular expression that tests whole topic names, or what RE2/J says is wrong with it. */
export type CompiledRe2 =
  { readonly kind: 'compiled'; readonly regex: RegExp } | { readonly kind: 'invalid'; readonly description: string };

const repeatCountMax = 1000;

/**
 * Reads a regular expression in RE2/J's syntax, which the coordinator uses because its time is linear: no look-around, no back references.
 * Source: com.google.re2j.Parser.
 */
export function compileRe2(pattern: string): CompiledRe2 {
  try {
    const source = new Re2Parser(pattern).parse();
    return { kind: 'compiled', regex: new RegExp(`^(?:${source})$`, 'u') };
  } catch (error) {
    return { kind: 'invalid', description: error instanceof Re2Error ? error.description : re2Errors.internal };
  }
}

class Re2Parser {
  private readonly text: Re2Text;
  private readonly groups: { readonly prefix: string; readonly isFolding: boolean; readonly isDotAll: boolean }[] = [];
  private readonly names = new Set<string>();
  /** What is parsed, atom by atom; the last one is what a repetition repeats. */
  private output: string[] = [];
  /** Whether the last of the output can be repeated; a group's opening or a bar cannot. */
  private hasAtom = false;
  private isAfterRepeat = false;
  private isFolding = false;
  private isDotAll = false;

  constructor(pattern: string) {
    this.text = { pattern, at: 0 };
  }

  parse(): string {
    const { text } = this;
    while (text.at < text.pattern.length) {
      const isRepeat = this.step(text.pattern.charAt(text.at));
      this.isAfterRepeat = isRepeat;
    }
    if (this.groups.length > 0) throw new Re2Error(re2Errors.missingParen);
    return this.output.join('');
  }

  /** Takes the next piece; true when it was a repetition. */
  private step(character: string): boolean {
    switch (character) {
      case '(':
        this.open();
        return false;
      case '|':
        this.advance(1);
        this.output.push('|');
        this.hasAtom = false;
        return false;
      case ')':
        this.close();
        return false;
      case '^':
      case '$':
        this.advance(1);
        this.push(`(?:${character})`);
        return false;
      case '.':
        this.advance(1);
        this.push(this.isDotAll ? '[^]' : '.');
        return false;
      case '[':
        this.push(classAt(this.text, this.isFolding));
        return false;
      case '*':
      case '+':
      case '?':
        this.advance(1);
        this.repeat(character);
        return true;
      case '{':
        return this.counted();
      case '\\':
        this.escape();
        return false;
      default:
        this.literal(this.take());
        return false;
    }
  }

  private open(): void {
    const { pattern, at } = this.text;
    if (pattern.startsWith('(?', at)) {
      this.perlGroup(pattern.slice(at));
      return;
    }
    this.advance(1);
    this.pushGroup();
  }

  private pushGroup(isFolding = this.isFolding, isDotAll = this.isDotAll): void {
    this.groups.push({ prefix: this.output.join(''), isFolding: this.isFolding, isDotAll: this.isDotAll });
    this.output = [];
    this.hasAtom = false;
    this.isFolding = isFolding;
    this.isDotAll = isDotAll;
  }

  private close(): void {
    const group = this.groups.pop();
    if (group === undefined) throw new Re2Error(re2Errors.internal);
    this.advance(1);
    const body = this.output.join('');
    this.output = [group.prefix];
    this.isFolding = group.isFolding;
    this.isDotAll = group.isDotAll;
    this.push(`(?:${body})`);
  }

  private perlGroup(rest: string): void {
    if (rest.startsWith('(?P<') || rest.startsWith('(?<')) {
      const found = /^\(\?P?<([A-Za-z0-9_]+)>/.exec(rest);
      if (found === null) throw new Re2Error(re2Errors.invalidNamedCapture);
      const name = found[1] ?? '';
      if (this.names.has(name)) throw new Re2Error(re2Errors.duplicateName);
      this.names.add(name);
      this.advance(found[0].length);
      this.pushGroup();
      return;
    }
    const found = /^\(\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
    if (found === null) throw new Re2Error(re2Errors.invalidPerlSyntax);
    const [whole, on = '', off = '', end] = found;
    const isFolding = off.includes('i') ? false : on.includes('i') || this.isFolding;
    const isDotAll = off.includes('s') ? false : on.includes('s') || this.isDotAll;
    this.advance(whole.length);
    if (end === ':') {
      this.pushGroup(isFolding, isDotAll);
      return;
    }
    this.isFolding = isFolding;
    this.isDotAll = isDotAll;
  }

  /** A count in braces; braces that hold none are plain characters. */
  private counted(): boolean {
    const found = /^\{(\d+)(,(\d*))?\}/.exec(this.text.pattern.slice(this.text.at));
    if (found === null) {
      this.literal(this.take());
      return false;
    }
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] === '' ? min : Number(found[3]);
    if (min > repeatCountMax || max > repeatCountMax || max < min) throw new Re2Error(re2Errors.invalidRepeatCount);
    this.advance(found[0].length);
    this.repeat(found[0]);
    return true;
  }

  private repeat(operator: string): void {
    // Laziness changes nothing for an expression that has to match from end to end.
    if (this.text.pattern.charAt(this.text.at) === '?') this.advance(1);
    if (this.isAfterRepeat) throw new Re2Error(re2Errors.nestedRepetition);
    if (!this.hasAtom) throw new Re2Error(re2Errors.missingArgument);
    const atom = this.output.pop() ?? '';
    this.output.push(`(?:${atom})${operator}`);
  }

  private escape(): void {
    const { text } = this;
    const next = text.pattern.charAt(text.at + 1);
    const perl = perlClasses[next];
    if (next === 'A' || next === 'z') this.pushEscaped(next === 'A' ? '(?:^)' : '(?:$)');
    else if (next === 'b' || next === 'B') this.pushEscaped(`(?:\\${next})`);
    else if (next === 'Q') this.quoted();
    else if (next === 'p' || next === 'P') this.push(`[${unicodeClassAt(text)}]`);
    else if (perl !== undefined) this.pushEscaped(`[${perl}]`);
    else this.literal(escapeAt(text));
  }

  private pushEscaped(atom: string): void {
    this.advance(2);
    this.push(atom);
  }

  private quoted(): void {
    const { pattern, at } = this.text;
    const end = pattern.indexOf('\\E', at + 2);
    const quoted = pattern.slice(at + 2, end === -1 ? undefined : end);
    for (const character of quoted) this.literal(character);
    this.text.at = end === -1 ? pattern.length : end + 2;
  }

  private take(): string {
    const character = String.fromCodePoint(this.text.pattern.codePointAt(this.text.at) ?? 0);
    this.advance(character.length);
    return character;
  }

  private literal(character: string): void {
    const forms = this.isFolding ? new Set([character, character.toLowerCase(), character.toUpperCase()]) : [character];
    this.push(`[${[...forms].map((form) => `\\u{${(form.codePointAt(0) ?? 0).toString(16)}}`).join('')}]`);
  }

  private push(atom: string): void {
    this.output.push(atom);
    this.hasAtom = true;
  }

  private advance(count: number): void {
    this.text.at += count;
  }
}
