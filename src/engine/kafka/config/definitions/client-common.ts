/** Keys that producers, consumers and admin clients share word for word. Format: definition-lines.ts. */
export const clientCommonLines = `
client.id|s|||m
connections.max.idle.ms|l|540000||m
default.api.timeout.ms|i|60000|[0,...]|m
metadata.max.age.ms|l|300000|[0,...]|l
metadata.recovery.rebootstrap.trigger.ms|l|300000|[0,...]|l
metadata.recovery.strategy|s|rebootstrap|ci:REBOOTSTRAP,NONE|l
reconnect.backoff.max.ms|l|1000|[0,...]|l
reconnect.backoff.ms|l|50|[0,...]|l
request.timeout.ms|i|30000|[0,...]|m
retry.backoff.max.ms|l|1000|[0,...]|l
retry.backoff.ms|l|100|[0,...]|l
socket.connection.setup.timeout.max.ms|l|30000||m
socket.connection.setup.timeout.ms|l|10000||m
`;
