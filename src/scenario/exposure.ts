/** What a scenario lets its reader do: asked by the worker, which refuses, and by the page, which says why before anybody tries. */
import type { Command } from '../contract/command.ts';
import type { Problem } from '../contract/engine-api.ts';
import type { ExposureSpec } from '../contract/scenario.ts';

/** Every kind once: the compiler finds a missing one. */
const kinds: Readonly<Record<Command['kind'], true>> = {
  fault: true,
  send: true,
  workload: true,
  'configure-client': true,
  'configure-topic': true,
  'configure-broker': true,
  'create-topic': true,
  'delete-topic': true,
  'add-partitions': true,
  reassign: true,
  elect: true,
  'delete-records': true,
  'add-producer': true,
  'add-consumer': true,
  'remove-client': true,
  'seek-consumer': true,
  'close-client': true,
  'change-program': true,
  'call-client': true,
  'set-processing': true,
  'change-library': true,
  'set-costs': true,
  message: true,
};

/** The kinds of commands, as a scenario names them. */
export const commandKinds: readonly string[] = Object.keys(kinds);

/** Whether a text names a kind of command. */
export function isCommandKind(text: string): boolean {
  return Object.hasOwn(kinds, text);
}

/** Why a command cannot be given, or null when it can. */
export function exposureRefusal(exposes: ExposureSpec | null | undefined, command: Command): Problem | null {
  const acts = exposes?.acts;
  if (acts === undefined || acts.includes(command.kind)) return null;
  if (command.kind === 'fault' && acts.includes(`fault:${command.fault}`)) return null;
  const reason = exposes?.reason ?? '';
  if (reason === '') return { code: 'command-locked', params: {}, where: command.kind };
  return { code: 'command-locked-because', params: { reason }, where: command.kind };
}

/** Whether a view can be opened. */
export function isPanelExposed(exposes: ExposureSpec | null | undefined, panel: string): boolean {
  return exposes?.panels?.includes(panel) !== false;
}
