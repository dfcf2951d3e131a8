/**
 * Classes that a configuration may name and that a plain Kafka has. Java looks a class up when it reads the value; we look it up here.
 * Missing on purpose: classes that only Kafka itself uses.
 */
const packages: readonly (readonly [string, string])[] = [
  ['org.apache.kafka.clients.producer', 'RoundRobinPartitioner'],
  ['org.apache.kafka.clients.consumer', 'RangeAssignor RoundRobinAssignor StickyAssignor CooperativeStickyAssignor'],
  [
    'org.apache.kafka.common.serialization',
    'BooleanSerializer ByteArraySerializer ByteBufferSerializer BytesSerializer DoubleSerializer FloatSerializer IntegerSerializer ' +
      'ListSerializer LongSerializer ShortSerializer StringSerializer UUIDSerializer VoidSerializer BooleanDeserializer ' +
      'ByteArrayDeserializer ByteBufferDeserializer BytesDeserializer DoubleDeserializer FloatDeserializer IntegerDeserializer ' +
      'ListDeserializer LongDeserializer ShortDeserializer StringDeserializer UUIDDeserializer VoidDeserializer',
  ],
  ['org.apache.kafka.common.replica', 'RackAwareReplicaSelector'],
  ['org.apache.kafka.common.metrics', 'JmxReporter'],
  ['org.apache.kafka.common.security.authenticator', 'DefaultKafkaPrincipalBuilder'],
  [
    'org.apache.kafka.common.security.oauthbearer',
    'DefaultJwtRetriever DefaultJwtValidator ClientCredentialsJwtRetriever FileJwtRetriever JwtBearerJwtRetriever BrokerJwtValidator ' +
      'ClientJwtValidator OAuthBearerLoginCallbackHandler OAuthBearerValidatorCallbackHandler OAuthBearerLoginModule',
  ],
  ['org.apache.kafka.metadata.authorizer', 'StandardAuthorizer'],
  ['org.apache.kafka.server.log.remote.metadata.storage', 'TopicBasedRemoteLogMetadataManager'],
  ['org.apache.kafka.server.share.persister', 'DefaultStatePersister NoOpStatePersister'],
  ['org.apache.kafka.coordinator.group.assignor', 'UniformAssignor RangeAssignor SimpleAssignor'],
  ['java.lang', 'Object String Integer Long Double Float Short Byte Boolean'],
];

// Marked, so that it can wait in a later script of the worker until somebody asks.
const known: ReadonlySet<string> = new Set(
  /* @__PURE__ */ packages.flatMap(([name, classes]) => classes.split(' ').map((item) => `${name}.${item}`)),
);

/** Clients of another library or age have partitioners that today's Kafka has not: client-library.ts names them so. */
const otherLibraries = ['librdkafka.', 'then.'] as const;

/** Whether Java would find the class. */
export function isKnownClass(name: string): boolean {
  return known.has(name) || otherLibraries.some((prefix) => name.startsWith(prefix));
}
