/** A span of time: whole seconds and nanoseconds of the same sign. */
export interface JavaDuration {
  readonly seconds: number;
  readonly nanos: number;
}

const form = /^([-+]?)P(?:([-+]?[0-9]+)D)?(T(?:([-+]?[0-9]+)H)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+)(?:[.,]([0-9]{0,9}))?S)?)?$/i;

/** Reads an ISO-8601 duration as java.time.Duration.parse does (PnDTnHnMn.nS); null when it would throw. */
export function parseJavaDuration(text: string): JavaDuration | null {
  const match = form.exec(text);
  if (match === null) return null;
  const [, sign, days, time, hours, minutes, seconds, fraction] = match;
  const hasNoPart = days === undefined && hours === undefined && minutes === undefined && seconds === undefined;
  if (hasNoPart || time?.toUpperCase() === 'T') return null;
  const factor = sign === '-' ? -1 : 1;
  const whole = Number(days ?? 0) * 86400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  const nanos = Number((fraction ?? '').padEnd(9, '0')) * (seconds?.startsWith('-') === true ? -1 : 1);
  if (!Number.isSafeInteger(whole)) return null;
  return { seconds: factor * whole, nanos: factor * nanos };
}

/** Whether the span lies before zero. */
export function isNegativeDuration(duration: JavaDuration): boolean {
  return duration.seconds < 0 || (duration.seconds === 0 && duration.nanos < 0);
}

/** Whole milliseconds of a span, rounded down. */
export function durationMillis(duration: JavaDuration): number {
  return duration.seconds * 1000 + Math.floor(duration.nanos / 1_000_000);
}
