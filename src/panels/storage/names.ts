/** How the Storage view prints sizes and times. */
import { printCount } from '../../texts/format.ts';

/** Bytes with groups of three; a dash where nobody knows. */
export function printBytes(bytes: number): string {
  return bytes < 0 ? '–' : printCount(bytes);
}

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** How long, in the two units that matter: 6 d 23 h, 4 min 12 s, 850 ms. */
export function printSpan(millis: number): string {
  if (millis < 1000) return `${String(Math.max(0, Math.round(millis)))} ms`;
  const at = units.findIndex(([, size]) => millis >= size);
  const [unit, size] = units[at] ?? ['s', 1000];
  const whole = Math.floor(millis / size);
  const next = units[at + 1];
  if (next === undefined) return `${trimmed(millis / size)} ${unit}`;
  const rest = Math.floor((millis - whole * size) / next[1]);
  return rest === 0 ? `${String(whole)} ${unit}` : `${String(whole)} ${unit} ${String(rest)} ${next[0]}`;
}

function trimmed(value: number): string {
  return (Math.floor(value * 10) / 10).toFixed(1).replace(/\.0$/, '');
}

/** Java's largest long, which Kafka's settings mean "never" by. */
export function isNever(millis: number): boolean {
  return millis >= Number.MAX_SAFE_INTEGER;
}

/** A share in whole percent, cut and never rounded up. */
export function printPercent(share: number): string {
  return `${String(Math.floor(share * 100))} %`;
}
