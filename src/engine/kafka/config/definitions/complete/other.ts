/** Keys of a client metrics subscription. Format: definition-lines.ts. */
export const clientMetricsLines = `
0|metrics|L||list|m
1|interval.ms|i|300000||m
2|match|L||list|m
`;

/** Quotas of users and clients. Format: definition-lines.ts. */
export const userAndClientQuotaLines = `
0|consumer_byte_rate|l|9223372036854775807||m
1|controller_mutation_rate|d|2.147483647E9||m
2|producer_byte_rate|l|9223372036854775807||m
3|request_percentage|d|2.147483647E9||m
`;

/** Quotas of addresses. Format: definition-lines.ts. */
export const ipQuotaLines = `
0|connection_creation_rate|i|2147483647|[0,...]|m
`;

/** Keys of a broker that can only be set while it runs. Format: definition-lines.ts. */
export const brokerDynamicOnlyLines = `
0|leader.replication.throttled.rate|l|9223372036854775807|[0,...]|m
1|follower.replication.throttled.rate|l|9223372036854775807|[0,...]|m
2|replica.alter.log.dirs.io.max.bytes.per.second|l|9223372036854775807|[0,...]|m
`;

