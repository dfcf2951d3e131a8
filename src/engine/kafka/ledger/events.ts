import { defineEvent } from '../../kernel/event.ts';

/** Records that a producer holds an acknowledgement for are in no leader's log any more. Seen by nobody in the cluster: ground truth. */
export const recordsLost = defineEvent({
  name: 'recordsLost',
  level: 'milestone',
  fields: { partition: 'partition', lostCount: 'count', leader: 'node', logEndOffset: 'offset' },
  source: 'ground truth',
  interest: 3,
});

/** Records stand in the log again, because a producer had to send them again. Ground truth. */
export const recordsDuplicated = defineEvent({
  name: 'recordsDuplicated',
  level: 'milestone',
  fields: { partition: 'partition', duplicateCount: 'count', firstOffset: 'offset' },
  source: 'ground truth',
  interest: 3,
});

export const ledgerEvents = [recordsLost, recordsDuplicated] as const;
