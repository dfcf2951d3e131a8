/** 指标视图的文字。 */
export const uiMetrics = {
  'metrics.name': '读数的时刻。方向键移动，Enter跳到那里。',
  'metrics.at-now': '此刻。指向别处读数，点击跳转。',
  'metrics.at-pointer': '此处读数。点击跳转。',
  'metrics.span': '显示多长时间',
  'metrics.all': '全部',
  'metrics.last': '最近{seconds} s',
  'metrics.throughput': '写入领导者的记录',
  'metrics.latency': 'Produce在领导者处的耗时',
  'metrics.replication': '同步不足的分区',
  'metrics.isr': '全部分区的同步副本数',
  'metrics.offline': '没有领导者的分区',
  'metrics.lag': '最慢消费者的滞后，条',
  'metrics.label-urp': '副本',
  'metrics.label-min-isr': '最小ISR',
} as const;
