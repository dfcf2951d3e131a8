/** Words of the Metrics view. */
export const uiMetrics = {
  'metrics.name': 'Time that is read. Arrow keys move it, Enter goes there.',
  'metrics.at-now': 'now. Point to read another time, press to go there.',
  'metrics.at-pointer': 'read here. Press to go there.',
  'metrics.span': 'How much time is shown',
  'metrics.all': 'All',
  'metrics.last': 'Last {seconds} s',
  'metrics.throughput': 'Records written to leaders',
  'metrics.latency': 'Time that a Produce takes at its leader',
  'metrics.replication': 'Partitions with too few in sync',
  'metrics.isr': 'Replicas in sync, all partitions',
  'metrics.offline': 'Partitions without a leader',
  'metrics.lag': 'Lag of the slowest consumer, records',
  'metrics.label-urp': 'replicas',
  'metrics.label-min-isr': 'min ISR',
} as const;
