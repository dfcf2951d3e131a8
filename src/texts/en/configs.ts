/**
 * What each configuration key does, in our own words. A key that means different things to different programs has one text for each, under
 * `program/key`; broker keys that give a topic's default share the topic's text.
 */
export const configs = {
  'cleanup.policy':
    'What happens to old segments: `delete` drops them after the retention limits, `compact` keeps the last record of each key, both ' +
    'together do both, and an empty list keeps everything.',
  'compression.type':
    'How batches are stored: `producer` keeps whatever the producer chose, any other value makes the leader compress again.',
  'compression.gzip.level': 'Effort of gzip, 1 to 9; -1 is its own default. More effort gives smaller batches and costs more time.',
  'compression.lz4.level': 'Effort of lz4, 1 to 17. More effort gives smaller batches and costs more time.',
  'compression.zstd.level': 'Effort of zstd, up to 22; negative levels are faster and compress less.',
  'delete.retention.ms':
    'How long a compacted log keeps a delete marker (a key with a null value), so that a consumer reading from the start can still ' +
    'see the deletion.',
  'file.delete.delay.ms': 'How long a segment that was removed from the log stays on disk under another name before its files go.',
  'flush.messages':
    'Force the log to disk after this many records. Kafka normally leaves flushing to the operating system and relies on replication.',
  'flush.ms':
    'Force the log to disk when a record has waited this long. Kafka normally leaves flushing to the operating system and relies on ' +
    'replication.',
  'follower.replication.throttled.replicas':
    'Which replicas of this topic count against their follower’s replication quota: `partition:broker` pairs, or `*` for all.',
  'leader.replication.throttled.replicas':
    'Which replicas of this topic count against their leader’s replication quota: `partition:broker` pairs, or `*` for all.',
  'index.interval.bytes':
    'How many bytes of records lie between two entries of the offset index. Fewer bytes make a larger index and a shorter search.',
  'internal.segment.bytes':
    'Segment size without the lower limit of segment.bytes. Kafka’s own tests use it to see rolling with small logs.',
  'local.retention.bytes':
    'How many bytes per partition stay on the broker’s disk once segments were copied to remote storage; -2 means as retention.bytes. ' +
    'Tiered storage is not simulated.',
  'local.retention.ms':
    'How long segments stay on the broker’s disk once they were copied to remote storage; -2 means as retention.ms. Tiered storage is ' +
    'not simulated.',
  'max.compaction.lag.ms': 'The longest a record may stay out of reach of compaction; it also makes the active segment roll in time.',
  'max.message.bytes':
    'The largest record batch, after compression, that a leader accepts. A larger one is refused with MESSAGE_TOO_LARGE.',
  'message.timestamp.after.max.ms':
    'How far ahead of the broker’s clock a record’s timestamp may be; beyond it the batch is refused with INVALID_TIMESTAMP.',
  'message.timestamp.before.max.ms':
    'How far behind the broker’s clock a record’s timestamp may be; beyond it the batch is refused with INVALID_TIMESTAMP.',
  'message.timestamp.type': 'Whose clock stamps the records: the producer’s (CreateTime) or the leader’s at the append (LogAppendTime).',
  'min.cleanable.dirty.ratio': 'How large the uncompacted part of a log must be, as a share of the whole, before compaction is worth it.',
  'min.compaction.lag.ms': 'How long a record is left alone by compaction, so that readers who keep up see every version.',
  'min.insync.replicas':
    'How many replicas must be in sync for a write with acks=all to be accepted. With fewer the leader answers NOT_ENOUGH_REPLICAS; ' +
    'the leader itself counts as one.',
  preallocate: 'Whether a new segment’s file gets its full size at once.',
  'remote.log.copy.disable': 'Stop copying segments to remote storage; what is there stays readable. Tiered storage is not simulated.',
  'remote.log.delete.on.disable':
    'Whether turning remote.storage.enable off deletes what was copied to remote storage. Tiered storage is not simulated.',
  'remote.storage.enable': 'Whether old segments are kept in remote storage. Tiered storage is not simulated.',
  'retention.bytes':
    'How many bytes each partition keeps before whole old segments are deleted; -1 means no limit. The limit is per partition, not ' +
    'per topic.',
  'retention.ms':
    'How long records are kept before whole old segments are deleted; -1 means for ever. A segment goes when its newest record is too ' +
    'old.',
  'segment.bytes': 'The size at which the active segment is closed and a new one begins. Only closed segments can be deleted or compacted.',
  'segment.index.bytes': 'The largest size of a segment’s offset index; a full index makes the segment roll.',
  'segment.jitter.ms': 'At most this much is taken off segment.ms at random, so that many partitions do not roll at the same moment.',
  'segment.ms': 'The age at which the active segment is closed even if it is not full.',
  'unclean.leader.election.enable':
    'Whether a replica outside the ISR may become leader when no other is left. The partition is available again, and records that ' +
    'the replica never had are lost.',
  'num.partitions': 'Partitions of a topic that is created without saying how many.',
  'default.replication.factor': 'Replicas of a topic that is created without saying how many. With 1 a single lost disk loses records.',
  'auto.create.topics.enable': 'Whether asking for the metadata of an unknown topic creates it.',
  'replica.lag.time.max.ms':
    'How long a follower may go without having caught up with the leader’s log end before the leader asks to remove it from the ISR.',
  'replica.fetch.wait.max.ms':
    'How long a leader may hold a follower’s fetch while there is nothing new. It must not exceed replica.lag.time.max.ms.',
  'replica.fetch.min.bytes': 'How many bytes must be there before a leader answers a follower’s fetch early.',
  'replica.fetch.max.bytes':
    'How many bytes of one partition a follower asks for at a time. The first batch comes whole even if it is larger.',
  'replica.fetch.response.max.bytes': 'How many bytes a follower asks for in one fetch over all partitions.',
  'replica.fetch.backoff.ms': 'How long a follower waits before it fetches a partition again after an error.',
  'num.replica.fetchers': 'Fetcher threads from each follower to each leader broker. Partitions are shared out among them.',
  'replica.socket.timeout.ms': 'How long a follower waits for the answer to a fetch before it gives the connection up.',
  'replica.high.watermark.checkpoint.interval.ms':
    'How often a broker writes its high watermarks to disk. After a restart a replica begins with the one on disk.',
  'auto.leader.rebalance.enable':
    'Whether the controller from time to time gives leadership back to each partition’s preferred replica, the first of its ' +
    'assignment.',
  'leader.imbalance.check.interval.seconds': 'How often the controller looks for partitions that are not led by their preferred replica.',
  'unclean.leader.election.interval.ms': 'How often the controller looks for leaderless partitions whose topic allows an unclean election.',
  'controlled.shutdown.enable': 'Whether a broker that stops in order first hands its leaderships to other replicas.',
  'delete.topic.enable': 'Whether topics can be deleted at all.',
  'broker/request.timeout.ms': 'How long a broker waits for the answer to a request that it sent to another broker or to the controller.',
  'offsets.topic.num.partitions':
    'Partitions of __consumer_offsets: over so many leaders the groups are spread. Fixed once the topic is there.',
  'offsets.topic.replication.factor':
    'Replicas of __consumer_offsets. With fewer brokers the topic is not created, and no group finds a coordinator.',
  'offsets.topic.segment.bytes': 'Size of a segment of __consumer_offsets. Small ones are compacted and loaded sooner.',
  'offsets.retention.minutes': 'How long the offsets of an empty group, or of a topic that nobody in the group reads, are kept.',
  'offsets.retention.check.interval.ms': 'How often a coordinator looks for offsets that have expired.',
  'offsets.commit.timeout.ms': 'How long a coordinator waits until its records are committed before it answers with an error.',
  'group.min.session.timeout.ms': 'The shortest session.timeout.ms that a member may ask for.',
  'group.max.session.timeout.ms': 'The longest session.timeout.ms that a member may ask for.',
  'group.initial.rebalance.delay.ms': 'How long an empty group waits for more members before its first rebalance.',
  'group.max.size': 'The most members that a classic group may have.',
  'group.consumer.session.timeout.ms':
    'How long the coordinator waits for a heartbeat of a member of the consumer protocol before it removes it.',
  'group.consumer.heartbeat.interval.ms': 'How often members of the consumer protocol send heartbeats: the coordinator tells them.',
  'group.consumer.assignors': 'The assignors of the coordinator for the consumer protocol. The first is the default.',
  'broker.heartbeat.interval.ms': 'How often a broker tells the controller that it is alive.',
  'broker.session.timeout.ms':
    'How long the controller waits for a broker’s heartbeat before it fences the broker and moves its leaderships.',
  'initial.broker.registration.timeout.ms': 'How long a starting broker tries to register with the controller before it gives up.',
  'broker.rack': 'Where the broker stands. Replicas of a partition are spread over racks, and consumers may read from the nearest replica.',
  'log.dir': 'The directory of the logs when log.dirs is not set.',
  'log.dirs': 'The directories of the logs, usually one a disk. Losing one loses the replicas in it, not the broker.',
  'cordoned.log.dirs': 'Directories that take no new replicas; `*` means all of them. What is in them stays in use.',
  'log.dir.failure.timeout.ms': 'How long a broker tries to tell the controller about a failed directory before it stops itself.',
  'log.retention.check.interval.ms': 'How often a broker looks for segments that the retention limits allow to delete.',
  'log.cleaner.enable': 'Whether compacted topics are cleaned at all.',
  'log.cleaner.threads': 'How many threads clean logs, one log each at a time.',
  'log.cleaner.backoff.ms': 'How long a cleaner thread rests when no log is dirty enough.',
  'log.cleaner.dedupe.buffer.size':
    'Memory for the last offset of each key, shared by the cleaner threads. What has no room waits for the next cleaning.',
  'log.cleaner.io.buffer.load.factor': 'How full a cleaner thread’s table of keys may become.',
  'log.cleaner.io.max.bytes.per.second': 'How much the cleaner may read and write, so that it leaves the disk to others.',
  'log.flush.offset.checkpoint.interval.ms':
    'How often a broker writes down up to where each log is safely on disk. Recovery after a crash begins there.',
  'log.flush.start.offset.checkpoint.interval.ms': 'How often a broker writes down where each log begins.',
  'log.initial.task.delay.ms': 'How long after its start a broker waits before the first round of retention, flushing and checkpoints.',
  'num.recovery.threads.per.data.dir': 'Threads for each directory that check logs at a start after a crash and flush them at a stop.',
  'producer.id.expiration.ms':
    'How long a partition remembers a producer that no longer writes. A producer that comes back later starts afresh, and duplicates ' +
    'of its old batches are not recognised.',
  'producer.id.expiration.check.interval.ms': 'How often a broker looks for producers to forget.',
  'transaction.partition.verification.enable':
    'Whether a leader asks the transaction coordinator, before the first write of a transaction, that the transaction is really open.',
  'transaction.max.timeout.ms': 'The longest transaction.timeout.ms that a producer may ask for.',
  'broker/fetch.max.bytes': 'The most bytes that a broker puts into one fetch answer, whatever the client asks for.',
  'num.network.threads': 'Threads that read requests from connections and write answers to them.',
  'num.io.threads': 'Threads that carry requests out.',
  'queued.max.requests': 'How many requests may wait for a free thread before the broker stops reading from connections.',
  'socket.request.max.bytes': 'The largest request that a broker reads; a larger one closes the connection.',
  'max.incremental.fetch.session.cache.slots':
    'How many fetch sessions a broker remembers. A client without a session sends all of its partitions with each fetch.',
  'connections.max.idle.ms': 'How long a connection may carry nothing before it is closed.',
  'node.id': 'The number that names a broker or controller in the cluster.',
  'broker.id': 'The older name of node.id; the two must agree.',
  'fetch.purgatory.purge.interval.requests': 'After how many finished fetches their remains are swept out of the waiting room.',
  'producer.purgatory.purge.interval.requests': 'After how many finished produce requests their remains are swept out of the waiting room.',
  'replica.selector.class': 'Which replica a consumer is sent to; without a class it is always the leader.',
  acks: 'How many replicas must have a batch before it counts as written: 0 none, 1 the leader, all (-1) every replica in the ISR.',
  'enable.idempotence':
    'Whether batches carry sequence numbers, so that a retry is never written twice or out of order. It needs acks=all, retries, and ' +
    'at most 5 requests in flight.',
  retries: 'How often a batch is sent again after an error that may pass. delivery.timeout.ms usually ends the attempts first.',
  'max.in.flight.requests.per.connection':
    'How many produce requests may be unanswered at a time on one connection. With more than 1 and no idempotence, a retry can change ' +
    'the order of records.',
  'delivery.timeout.ms':
    'How long after send() a record may still be tried before it fails with a TimeoutException. At least linger.ms + ' +
    'request.timeout.ms.',
  'request.timeout.ms': 'How long a client waits for the answer to one request before it gives up and, where it may, tries again.',
  'linger.ms': 'How long an unfilled batch waits for more records before it is sent. More waiting makes fewer and larger requests.',
  'batch.size': 'How many bytes of records for one partition are gathered into a batch; 0 sends every record alone.',
  'buffer.memory': 'Memory for records that are not yet acknowledged. When it is full send() waits, for at most max.block.ms.',
  'max.block.ms': 'How long send() may wait for metadata or for memory before it fails.',
  'max.request.size': 'The largest request, and so the largest single record before compression, that a producer sends.',
  'producer/compression.type': 'How a producer compresses its batches; `none` does not.',
  'partitioner.class':
    'Which class chooses the partition of a record. Without one, records with a key go by the hash of the key and others stick to a ' +
    'partition for a batch.',
  'interceptor.classes':
    'Interceptors, called in this order: onSend before the key and value are serialized, onAcknowledgement before the callback.',
  'partitioner.ignore.keys': 'Whether keys are ignored when the partition is chosen. Then records with equal keys may be out of order.',
  'partitioner.adaptive.partitioning.enable': 'Whether partitions of slower brokers get fewer of the records without a key.',
  'partitioner.availability.timeout.ms':
    'A partition whose broker has not taken a waiting batch for this long gets no records without a key; 0 turns this off.',
  'retry.backoff.ms': 'How long a client waits before the first retry. Each further one waits twice as long, give or take a fifth.',
  'retry.backoff.max.ms': 'The longest wait between two retries.',
  'transactional.id': 'The name under which a producer writes transactions. A new producer of the same name fences the old one.',
  'transaction.timeout.ms': 'How long a transaction may stay open before the coordinator aborts it.',
  'transaction.two.phase.commit.enable':
    'Whether an outside coordinator decides when transactions end (KIP-939). Such transactions never time out.',
  'metadata.max.age.ms': 'How old a client’s picture of the cluster may become before it asks anew, even without an error.',
  'metadata.max.idle.ms': 'How long a producer remembers a topic to which it no longer writes.',
  'metadata.recovery.strategy':
    'What a client does when none of the brokers that it knows can be reached: start again from the bootstrap addresses, or fail.',
  'metadata.recovery.rebootstrap.trigger.ms':
    'How long a client tries in vain to get metadata before it starts again from the bootstrap addresses.',
  'reconnect.backoff.ms': 'How long a client waits before it connects again to a broker that it lost. The wait doubles with each failure.',
  'reconnect.backoff.max.ms': 'The longest wait between two attempts to connect to a broker.',
  'socket.connection.setup.timeout.ms': 'How long a client waits for a connection to come about. The wait doubles with each failure.',
  'socket.connection.setup.timeout.max.ms': 'The longest wait for a connection to come about.',
  'client.id': 'The name by which brokers know a client in logs, metrics and quotas.',
  'group.id': 'The group whose members share the partitions and whose committed offsets this consumer goes on from.',
  'group.instance.id':
    'Makes a member static: it may be away for up to the session timeout and come back to the same partitions without a rebalance.',
  'group.protocol': 'Who computes the assignment: `classic` a member of the group, `consumer` the broker (KIP-848).',
  'group.remote.assignor': 'Which of the broker’s assignors the group uses; only with group.protocol=consumer.',
  'partition.assignment.strategy':
    'The assignors that a member supports, best first; the group uses one that all members support. Only with group.protocol=classic.',
  'session.timeout.ms': 'How long the coordinator waits for a member’s heartbeat before it removes the member and rebalances.',
  'heartbeat.interval.ms': 'How often a member sends a heartbeat. It must be lower than the session timeout, usually a third of it.',
  'max.poll.interval.ms': 'How long a consumer may go without calling poll() before it leaves the group on its own.',
  'max.poll.records': 'The most records that one poll() returns. It does not change how much is fetched.',
  'enable.auto.commit': 'Whether poll() commits the offsets of what earlier polls returned, every auto.commit.interval.ms.',
  'auto.commit.interval.ms': 'How often offsets are committed when enable.auto.commit is on.',
  'auto.offset.reset':
    'Where a consumer begins when its group has no committed offset, or the offset is gone: earliest, latest, a duration back, or ' +
    'none, which is an error.',
  'isolation.level':
    'Whether records of open or aborted transactions are returned. read_committed stops at the last stable offset and drops aborted ' +
    'ones.',
  'fetch.min.bytes': 'How many bytes must be there before a broker answers a fetch early; more makes fewer answers and more delay.',
  'fetch.max.wait.ms': 'How long a broker may hold a fetch while fewer than fetch.min.bytes are there.',
  'consumer/fetch.max.bytes':
    'The most bytes that a consumer asks for in one fetch over all partitions. The first batch comes whole even if it is larger.',
  'max.partition.fetch.bytes': 'The most bytes of one partition in one fetch. The first batch comes whole even if it is larger.',
  'check.crcs': 'Whether a consumer checks each batch’s checksum.',
  'allow.auto.create.topics': 'Whether subscribing to an unknown topic may create it, where the broker allows it too.',
  'exclude.internal.topics': 'Whether a subscription by pattern leaves Kafka’s own topics out.',
  'client.rack': 'Where the consumer stands, so that brokers with a replica selector can send it to a near replica.',
  'default.api.timeout.ms': 'How long a call such as commitSync() or position() may take in all, retries included.',
  'share.acknowledgement.mode': 'How a share consumer acknowledges records. Other consumers must not set it.',
  'share.acquire.mode': 'How strictly a share consumer keeps to its record limit. Other consumers must not set it.',
  'admin/retries': 'How often an admin call is tried again after an error that may pass.',
} as const;

/** The keys that have a text. */
export type ConfigTextKey = keyof typeof configs;
