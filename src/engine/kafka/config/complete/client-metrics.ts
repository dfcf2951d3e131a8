import { javaHashMapOrder, javaStringHash } from '../../util/java-hash-order.ts';
import { settingsOf } from '../config-def.ts';
import type { ConfigValues } from '../config-values.ts';
import { accept, refuse, type Checked } from '../refusal.ts';
import { clientMetricsConfigDef } from './definitions.ts';

const intervalMinMillis = 100;
const intervalMaxMillis = 3_600_000;

/** What a subscription may tell clients apart by. Source: ClientMetricsConfigs. */
const matchParameters: ReadonlySet<string> = new Set([
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]);

/** Judges a client metrics subscription (KIP-714). Source: ClientMetricsConfigs.validate. */
export function checkClientMetrics(set: Readonly<Record<string, string>>): Checked<ConfigValues> {
  const unknown = javaHashMapOrder(Object.keys(set), javaStringHash).find((name) => clientMetricsConfigDef.key(name) === undefined);
  if (unknown !== undefined) return refuse('InvalidRequestException', `Unknown client metrics configuration: ${unknown}`);
  const parsed = clientMetricsConfigDef.parse(settingsOf(set));
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  const intervalMillis = values.number('interval.ms');
  if (intervalMillis < intervalMinMillis || intervalMillis > intervalMaxMillis) {
    const rule = 'interval must be between 100 and 3600000 (1 hour)';
    return refuse('InvalidRequestException', `Invalid value ${String(intervalMillis)} for interval.ms, ${rule}`);
  }
  const wrong = values.list('match').find((pattern) => !isMatchPattern(pattern));
  return wrong === undefined
    ? accept(values)
    : refuse('InvalidConfigurationException', `Illegal client matching pattern: ${wrong}`);
}

/** `parameter=regular expression`. */
function isMatchPattern(pattern: string): boolean {
  const [parameter = '', expression, ...more] = pattern.replace(/=+$/, '').split('=');
  if (expression === undefined || more.length > 0 || !matchParameters.has(parameter.trim())) return false;
  try {
    return new RegExp(expression.trim(), 'u').source !== '';
  } catch (error) {
    // A pattern that cannot be compiled is what is asked about, so the exception is the answer.
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
