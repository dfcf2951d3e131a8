/** Filling texts with values, the same in every browser: no locale data is asked for. */

/** What a text is filled with. */
export type TextParams = Readonly<Record<string, string | number | boolean | readonly number[] | readonly string[] | null | undefined>>;

/**
 * Fills `{name}` with a value; `{count|record|records}` chooses by a number or a claim and does not print it; `{name?text}` prints the
 * text, which may hold other names, when the value is there, `{name!text}` when it is not.
 * A name without a value stays as it is, in braces, so that nobody overlooks it.
 */
export function fill(text: string, params: TextParams = {}): string {
  if (!text.includes('{')) return text;
  const withOptional = text.replace(/\{(\w+)([?!])((?:[^{}]|\{[^{}]*\})*)\}/g, (_whole, name: string, sign: string, optional: string) =>
    isThere(params[name]) === (sign === '?') ? optional : '',
  );
  return withOptional.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (one !== undefined) return (value === 1 || value === true ? one : many) ?? '';
    return value === undefined || value === null ? whole : print(value);
  });
}

function isThere(value: TextParams[string]): boolean {
  return value !== undefined && value !== null && value !== false && value !== '';
}

function print(value: string | number | boolean | readonly number[] | readonly string[]): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** A set as Kafka writes it: {1, 2}. */
export function printSet(values: readonly number[]): string {
  return `{${values.join(', ')}}`;
}

/** A list whose order matters, as Kafka writes it: [1, 2, 3]. */
export function printList(values: readonly number[]): string {
  return `[${values.join(', ')}]`;
}

/** Simulated time as seconds with three decimals, cut and never rounded: 12.384. */
export function printSeconds(micros: number, decimals: 0 | 1 | 2 | 3 = 3): string {
  const millis = Math.floor(Math.max(0, micros) / 1000);
  const seconds = Math.floor(millis / 1000);
  if (decimals === 0) return String(seconds);
  return `${String(seconds)}.${String(millis % 1000)
    .padStart(3, '0')
    .slice(0, decimals)}`;
}

/** A duration with the unit that suits it: 850 µs, 1.2 ms, 9.0 s, 3 min 20 s. */
export function printDuration(micros: number): string {
  if (micros < 1000) return `${String(Math.round(micros))} µs`;
  if (micros < 1_000_000) return `${trim(micros / 1000)} ms`;
  if (micros < 120_000_000) return `${trim(micros / 1_000_000)} s`;
  const seconds = Math.floor(micros / 1_000_000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

/** Large counts with groups of three: 1,204. Offsets are never printed so. */
export function printCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '');
}
