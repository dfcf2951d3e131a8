/** auto.offset.reset: where to begin when there is no position, or none that exists any more. Source: AutoOffsetResetStrategy. */
export type AutoOffsetResetStrategy =
  | { readonly kind: 'latest' }
  | { readonly kind: 'earliest' }
  | { readonly kind: 'none' }
  /** The first record not older than this (KIP-1106). */
  | { readonly kind: 'by_duration'; readonly durationMillis: number };

/** To the end of the log, whatever the configuration says: seekToEnd. */
export const resetToLatest: AutoOffsetResetStrategy = { kind: 'latest' };
/** To the start of the log, whatever the configuration says: seekToBeginning. */
export const resetToEarliest: AutoOffsetResetStrategy = { kind: 'earliest' };

/** Reads the configuration's value; null when Kafka would refuse it. */
export function parseAutoOffsetReset(value: string): AutoOffsetResetStrategy | null {
  const name = value.toLowerCase();
  if (name === 'latest' || name === 'earliest' || name === 'none') return { kind: name };
  if (!name.startsWith('by_duration:')) return null;
  const durationMillis = parseDurationMillis(value.slice('by_duration:'.length));
  return durationMillis === null || durationMillis < 0 ? null : { kind: 'by_duration', durationMillis };
}

/** The timestamp to ask ListOffsets for: -1 latest, -2 earliest, or a moment; null when the strategy is to fail. */
export function resetTimestamp(strategy: AutoOffsetResetStrategy, nowMillis: number): number | null {
  switch (strategy.kind) {
    case 'latest':
      return -1;
    case 'earliest':
      return -2;
    case 'by_duration':
      // Recomputed at every attempt: the longer nobody answers, the later the start.
      return nowMillis - strategy.durationMillis;
    case 'none':
      return null;
  }
}

/** Whether both ask for the same. */
export function isSameStrategy(a: AutoOffsetResetStrategy, b: AutoOffsetResetStrategy): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== 'by_duration' || b.kind !== 'by_duration' || a.durationMillis === b.durationMillis;
}

const durationPattern = /^([-+]?)P(?:([-+]?\d+)D)?(?:T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?\d+)(?:[.,](\d{0,9}))?S)?)?$/i;

/** An ISO-8601 duration as java.time.Duration.parse reads it, in whole milliseconds; null when it is none. */
export function parseDurationMillis(text: string): number | null {
  const match = durationPattern.exec(text);
  if (match === null) return null;
  const [, sign, days, hours, minutes, seconds, fraction] = match;
  if (days === undefined && hours === undefined && minutes === undefined && seconds === undefined) return null;
  const fractionMillis = Math.floor(Number((fraction ?? '').padEnd(9, '0')) / 1_000_000);
  const wholeSeconds = Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  const millis = wholeSeconds * 1000 + (seconds?.startsWith('-') === true ? -fractionMillis : fractionMillis);
  return sign === '-' ? -millis : millis;
}
