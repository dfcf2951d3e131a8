/** Keys of a admin that the engine models; a bare name stands for the line in client-common.ts. Format: definition-lines.ts. */
export const adminLines = `
2|client.id
3|metadata.max.age.ms
6|reconnect.backoff.ms
7|reconnect.backoff.max.ms
8|retry.backoff.ms
9|retry.backoff.max.ms
11|request.timeout.ms
12|socket.connection.setup.timeout.ms
13|socket.connection.setup.timeout.max.ms
14|connections.max.idle.ms|l|300000||m
15|retries|i|2147483647|[0,...,2147483647]|l
16|default.api.timeout.ms
88|metadata.recovery.strategy
89|metadata.recovery.rebootstrap.trigger.ms
`;
