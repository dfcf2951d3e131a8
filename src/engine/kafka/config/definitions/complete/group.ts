/** Keys of a group. Format: definition-lines.ts. */
export const groupLines = `
0|consumer.session.timeout.ms|i|45000|[1,...]|m
1|consumer.heartbeat.interval.ms|i|5000|[1,...]|m
2|consumer.assignment.interval.ms|i|1000|[0,...]|m
3|share.session.timeout.ms|i|45000|[1,...]|m
4|share.heartbeat.interval.ms|i|5000|[1,...]|m
5|share.record.lock.duration.ms|i|30000|[1000,...]|m
6|share.delivery.count.limit|i|5|[2,...]|m
7|share.partition.max.record.locks|i|2000|[100,...]|m
8|share.auto.offset.reset|s|latest|shareReset|m
9|share.isolation.level|s|read_uncommitted|in:read_committed,read_uncommitted|m
10|share.renew.acknowledge.enable|b|true||m
11|share.assignment.interval.ms|i|1000|[0,...]|m
12|streams.session.timeout.ms|i|45000|[1,...]|m
13|streams.heartbeat.interval.ms|i|5000|[1,...]|m
14|streams.num.standby.replicas|i|0|[0,...]|m
15|streams.initial.rebalance.delay.ms|i|3000|[0,...]|m
16|streams.assignment.interval.ms|i|1000|[0,...]|m
`;
