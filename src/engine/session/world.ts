import type { Command } from '../../contract/command.ts';
import type { Problem } from '../../contract/engine-api.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** What a session drives: a kernel with Kafka in it. */
export interface World {
  readonly kernel: Kernel;
  /** Says why a command cannot be given now, or null; changes nothing. */
  refusal(command: Command): Problem | null;
  /** Does it. Only after `refusal` answered null at the same moment. */
  apply(command: Command): void;
}
