/** Why Kafka refuses a configuration: the simple name of the exception it throws, its message, and what caused it. */
export interface ConfigRefusal {
  readonly ok: false;
  /** The exception's simple name: "ConfigException". */
  readonly problem: string;
  /** Kafka's own message. */
  readonly detail: string;
  readonly cause?: ConfigRefusal;
}

/** A value, or why Kafka refuses it. */
export type Checked<T> = { readonly ok: true; readonly value: T } | ConfigRefusal;

/** A refusal with a message of its own. */
export function refuse(problem: string, detail: string, cause?: ConfigRefusal): ConfigRefusal {
  return cause === undefined ? { ok: false, problem, detail } : { ok: false, problem, detail, cause };
}

/** A value that passed. */
export function accept<T>(value: T): Checked<T> {
  return { ok: true, value };
}

/** ConfigException for one key: the value as Java prints it, and why it is not valid. */
export function refuseValue(name: string, valueText: string, why?: string): ConfigRefusal {
  return refuse('ConfigException', `Invalid value ${valueText} for configuration ${name}${why === undefined ? '' : `: ${why}`}`);
}

/** Scala's `require`: IllegalArgumentException with its prefix when the condition does not hold; null when it does. */
export function requirement(condition: boolean, detail: string): ConfigRefusal | null {
  return condition ? null : refuse('IllegalArgumentException', `requirement failed: ${detail}`);
}

/** Runs checks in order and returns the first refusal; null when all pass. */
export function firstRefusal(checks: readonly (() => ConfigRefusal | null)[]): ConfigRefusal | null {
  for (const check of checks) {
    const refusal = check();
    if (refusal !== null) return refusal;
  }
  return null;
}
