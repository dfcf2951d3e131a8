import type { Scenario } from '../../contract/scenario.ts';
import type { Session } from './session.ts';

/** What a link carries: the start, the start with what was done until now, or that with the moment that is shown and its digest. */
export function sharedScenario(scenario: Scenario, session: Session, from: 'start' | 'with-actions' | 'frozen'): Scenario {
  const { open: _open, expect: _expect, ...base } = scenario;
  if (from === 'start') return scenario;
  const commands = session.commandsUntilNow;
  if (from === 'with-actions') return { ...base, commands };
  const digest = (session.world.kernel.digest >>> 0).toString(16).padStart(8, '0');
  const at = session.position;
  const panels = scenario.open?.panels ?? [];
  return {
    ...base,
    commands,
    open: { at, panels, ...(scenario.open?.focus === undefined ? {} : { focus: scenario.open.focus }) },
    expect: { at, digest },
  };
}
