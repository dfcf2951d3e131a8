/** A pattern and how far it is read. */
export interface Re2Text {
  readonly pattern: string;
  at: number;
}

/** What RE2/J says of patterns that it does not take. Source: com.google.re2j.Parser. */
export const re2Errors = {
  internal: 'regexp/syntax: internal error',
  invalidRange: 'invalid character class range',
  invalidEscape: 'invalid escape sequence',
  invalidNamedCapture: 'invalid named capture',
  invalidPerlSyntax: 'invalid or unsupported Perl syntax',
  nestedRepetition: 'invalid nested repetition operator',
  invalidRepeatCount: 'invalid repeat count',
  missingBracket: 'missing closing ]',
  missingParen: 'missing closing )',
  missingArgument: 'missing argument to repetition operator',
  trailingBackslash: 'trailing backslash at end of expression',
  duplicateName: 'duplicate capture group name',
} as const;

/** Ends the reading of a pattern; never leaves the compiler. */
export class Re2Error extends Error {
  readonly description: string;

  constructor(description: string) {
    super(description);
    this.description = description;
  }
}

/** Perl's classes of one letter, as the inside of a class of ours. */
export const perlClasses: Readonly<Record<string, string>> = {
  d: '0-9',
  D: '\\u{0}-\\u{2f}\\u{3a}-\\u{10ffff}',
  s: '\\t\\n\\f\\r\\u{20}',
  S: '\\u{0}-\\u{8}\\u{b}\\u{e}-\\u{1f}\\u{21}-\\u{10ffff}',
  w: '0-9A-Za-z_',
  W: '\\u{0}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{5e}\\u{60}\\u{7b}-\\u{10ffff}',
};

const posixClasses: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\u{0}-\\u{7f}',
  blank: '\\t\\u{20}',
  cntrl: '\\u{0}-\\u{1f}\\u{7f}',
  digit: '0-9',
  graph: '\\u{21}-\\u{7e}',
  lower: 'a-z',
  print: '\\u{20}-\\u{7e}',
  punct: '\\u{21}-\\u{2f}\\u{3a}-\\u{40}\\u{5b}-\\u{60}\\u{7b}-\\u{7e}',
  space: '\\t\\n\\v\\f\\r\\u{20}',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

const controlEscapes: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Reads a class in brackets and gives it in our syntax. */
export function classAt(text: Re2Text, isFolding: boolean): string {
  const { pattern } = text;
  text.at += 1;
  const isNegated = pattern.charAt(text.at) === '^';
  if (isNegated) text.at += 1;
  let body = '';
  for (let isFirst = true; text.at >= pattern.length || pattern.charAt(text.at) !== ']' || isFirst; isFirst = false) {
    if (text.at >= pattern.length) throw new Re2Error(re2Errors.missingBracket);
    body += classMember(text, isFolding);
  }
  text.at += 1;
  return `[${isNegated ? '^' : ''}${body}]`;
}

function classMember(text: Re2Text, isFolding: boolean): string {
  const { pattern, at } = text;
  if (pattern.startsWith('[:', at)) {
    const end = pattern.indexOf(':]', at + 2);
    if (end !== -1) return posixClass(text, pattern.slice(at + 2, end), end + 2);
  }
  if (pattern.charAt(at) === '\\') {
    const next = pattern.charAt(at + 1);
    if (next === 'p' || next === 'P') return unicodeClassAt(text);
    const perl = perlClasses[next];
    if (perl !== undefined) {
      text.at += 2;
      return perl;
    }
  }
  return range(text, isFolding);
}

function posixClass(text: Re2Text, name: string, end: number): string {
  const isNegated = name.startsWith('^');
  const known = posixClasses[isNegated ? name.slice(1) : name];
  if (known === undefined) throw new Re2Error(re2Errors.invalidRange);
  text.at = end;
  return isNegated ? complement(known) : known;
}

/** The characters that a class of ASCII does not have. */
function complement(inside: string): string {
  const regex = new RegExp(`[${inside}]`, 'u');
  let outside = '\\u{80}-\\u{10ffff}';
  for (let code = 0; code < 128; code++) if (!regex.test(String.fromCharCode(code))) outside += codePoint(code);
  return outside;
}

function range(text: Re2Text, isFolding: boolean): string {
  const { pattern } = text;
  const low = classCharacter(text);
  let high = low;
  if (pattern.charAt(text.at) === '-' && text.at + 1 < pattern.length && pattern.charAt(text.at + 1) !== ']') {
    text.at += 1;
    high = classCharacter(text);
    if (high < low) throw new Re2Error(re2Errors.invalidRange);
  }
  const plain = low === high ? codePoint(low) : `${codePoint(low)}-${codePoint(high)}`;
  return isFolding ? plain + otherCase(low, high) : plain;
}

function otherCase(low: number, high: number): string {
  let folded = '';
  for (let code = Math.max(low, 65); code <= Math.min(high, 122); code++) {
    if (code <= 90 || code >= 97) folded += codePoint(code ^ 32);
  }
  return folded;
}

function classCharacter(text: Re2Text): number {
  if (text.at >= text.pattern.length) throw new Re2Error(re2Errors.missingBracket);
  if (text.pattern.charAt(text.at) === '\\') return escapeAt(text).codePointAt(0) ?? 0;
  const code = text.pattern.codePointAt(text.at) ?? 0;
  text.at += String.fromCodePoint(code).length;
  return code;
}

/** Reads an escaped character. */
export function escapeAt(text: Re2Text): string {
  const { pattern, at } = text;
  const next = pattern.charAt(at + 1);
  if (next === '') throw new Re2Error(re2Errors.trailingBackslash);
  const octal = /^(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(pattern.slice(at + 1));
  if (octal !== null) return taken(text, 1 + octal[0].length, Number.parseInt(octal[0], 8));
  if (next === 'x') {
    const hex = /^x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(pattern.slice(at + 1));
    const code = Number.parseInt(hex?.[1] ?? hex?.[2] ?? '', 16);
    if (hex === null || code > 0x10ffff) throw new Re2Error(re2Errors.invalidEscape);
    return taken(text, 1 + hex[0].length, code);
  }
  const control = controlEscapes[next];
  if (control !== undefined) return taken(text, 2, control);
  if (/[0-9A-Za-z]/.test(next)) throw new Re2Error(re2Errors.invalidEscape);
  return taken(text, 2, next.charCodeAt(0));
}

function taken(text: Re2Text, count: number, code: number): string {
  text.at += count;
  return String.fromCodePoint(code);
}

/** Reads a class by Unicode property and gives it in our syntax. */
export function unicodeClassAt(text: Re2Text): string {
  const found = /^\\([pP])(?:\{(\^?)([^}]*)\}|(.))/.exec(text.pattern.slice(text.at));
  if (found === null) throw new Re2Error(re2Errors.invalidRange);
  const name = found[3] ?? found[4] ?? '';
  const isNegated = (found[1] === 'P') !== (found[2] === '^');
  text.at += found[0].length;
  const letter = isNegated ? 'P' : 'p';
  if (name === 'Any') return isNegated ? '' : '\\u{0}-\\u{10ffff}';
  for (const property of [name, `Script=${name}`]) {
    const source = `\\${letter}{${property}}`;
    if (isProperty(source)) return source;
  }
  throw new Re2Error(re2Errors.invalidRange);
}

function isProperty(source: string): boolean {
  try {
    return new RegExp(source, 'u').flags === 'u';
  } catch {
    return false;
  }
}

function codePoint(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
