/**
 * What is wrong with a file, or worth knowing, by a code that the texts say in words: which file, from which byte on (-1: the file as a
 * whole), and numbers.
 */
export interface LogFinding {
  readonly code: LogFindingCode;
  readonly fileName: string;
  readonly atByte: number;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Every code; the texts are `finding.<code>`. */
export const logFindingCodes = [
  'shown-in-part',
  'empty',
  'not-a-log',
  'unknown-file',
  'no-offset-in-name',
  'same-segment-twice',
  'index-without-log',
  'zeros',
  'impossible-size',
  'unknown-magic',
  'cut-off',
  'too-short',
  'skipped',
  'wrong-crc',
  'unreadable-records',
  'offsets-fall',
  'below-base',
  'old-format',
  'index-odd-size',
  'index-preallocated',
  'index-falls',
  'index-beyond-log',
  'index-misses-batch',
  'more',
] as const;

/** A code of a finding. */
export type LogFindingCode = (typeof logFindingCodes)[number];

/** Findings, as many as a person reads: what comes behind them is counted. */
export class Findings {
  readonly list: LogFinding[] = [];
  private leftOut = 0;

  add(code: LogFindingCode, fileName: string, atByte: number, params: LogFinding['params'] = {}): void {
    if (this.list.length < findingsMax) this.list.push({ code, fileName, atByte, params });
    else this.leftOut++;
  }

  /** All of them, with a last one that says how many more there are. */
  all(): readonly LogFinding[] {
    if (this.leftOut === 0) return this.list;
    return [...this.list, { code: 'more', fileName: '', atByte: -1, params: { count: this.leftOut } }];
  }
}

const findingsMax = 100;
