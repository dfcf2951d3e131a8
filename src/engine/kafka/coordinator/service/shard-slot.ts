import type { ScheduleId } from '../../../kernel/scheduler.ts';
import { State } from '../../../kernel/state.ts';
import type { GroupCoordinatorConfig } from '../config.ts';
import { GroupCoordinatorShard } from '../shard.ts';

/**
 * One partition of `__consumer_offsets` that this broker leads: its coordinator, and the kernel's timer for it. Source:
 * CoordinatorContext.
 */
export class ShardSlot extends State {
  readonly partition: number;
  readonly shard: GroupCoordinatorShard;
  /** The newest epoch in which this broker was elected. */
  leaderEpoch = -1;
  timer: ScheduleId | null = null;
  timerAtMillis = -1;

  constructor(partition: number, config: GroupCoordinatorConfig) {
    super();
    this.partition = partition;
    this.shard = new GroupCoordinatorShard(config);
  }
}
