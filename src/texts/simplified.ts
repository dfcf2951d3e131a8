/** What the engine simplifies or leaves out: the app's sheet and docs/FIDELITY.md say the same. */

/** One difference from Kafka, with the class or KIP that it stands for. */
export interface Difference {
  readonly kind: 'simplified' | 'left-out';
  readonly source: string;
  readonly en: string;
  readonly 'zh-Hans': string;
}

/** Every difference that is known. */
export const differences: readonly Difference[] = [
  {
    kind: 'simplified',
    source: 'KafkaRaftClient (KIP-595)',
    en: 'One active controller writes the metadata log. There is no quorum yet and so no vote between controllers.',
    'zh-Hans': '只有一个控制器写元数据日志。还没有控制器之间的仲裁与投票。',
  },
  {
    kind: 'left-out',
    source: 'TransactionCoordinator (KIP-98)',
    en: 'No transactions across partitions. Logs know control batches, open transactions and the last stable offset.',
    'zh-Hans': '没有跨分区的事务。日志认识控制批次、未结束的事务和最后稳定位移。',
  },
  {
    kind: 'simplified',
    source: 'librdkafka, Java clients of 2.3 and 3.2',
    en: 'Clients of another library or age have its defaults, partitioners and stored offsets. Requests are those of today’s Java client.',
    'zh-Hans': '其他库或旧版本的客户端只有默认值、分区器和位移暂存与众不同，请求与如今的Java客户端一样。',
  },
  {
    kind: 'simplified',
    source: 'ZookeeperConsumerConnector (Kafka 0.8)',
    en: 'A consumer of Kafka 0.8 keeps its offsets in ZooKeeper, which is one node here: a write takes 2 ms, and writes wait for each other. How its group shared partitions over watches and ephemeral znodes is left out, so that it is told what it reads.',
    'zh-Hans':
      'Kafka 0.8的消费者把位移存在ZooKeeper里，这里它是一个节点：一次写2毫秒，写要排队。当时靠watch和临时znode分配分区的过程没有模拟，因此要告诉它读哪些分区。',
  },
  {
    kind: 'simplified',
    source: 'AsyncKafkaConsumer, SubscriptionPattern',
    en: 'A consumer whose pattern the coordinator matches asks for the metadata of all topics, not of the assigned ones by id.',
    'zh-Hans': '由协调者匹配模式的消费者请求所有主题的元数据，而不是按id只请求分到的主题。',
  },
  {
    kind: 'simplified',
    source: 'LogManager (KIP-112)',
    en: 'A broker has one log directory. When it fails or is full, or a log in it cannot be loaded, the broker halts.',
    'zh-Hans': '每个Broker只有一个日志目录。目录损坏或写满，或其中的日志无法加载，Broker就停止。',
  },
  {
    kind: 'simplified',
    source: 'SocketServer, KafkaRequestHandlerPool',
    en: 'Requests cost no processor time, bytes no time on the wire and the disk, unless the scenario gives `costs`. With them each broker has one processor, one disk and one network card, which receives for nothing.',
    'zh-Hans':
      '处理请求不耗费CPU时间，字节在网络和磁盘上也不耗时，除非场景给出costs。有了它，每个Broker有一个处理器、一块磁盘和一张网卡，接收不计成本。',
  },
  {
    kind: 'simplified',
    source: 'FileRecords, page cache',
    en: 'The operating system writes what is older than 30 seconds to disk; with `costs` it writes everything at intervals. The page cache holds what was written last, and does not remember what a late reader brought in.',
    'zh-Hans':
      '操作系统把超过30秒的内容写入磁盘；给出costs时按固定间隔写入全部内容。页缓存保留最近写入的部分，不记住迟到的读者读入的内容。',
  },
  {
    kind: 'simplified',
    source: 'Compression, CompressionRatioEstimator',
    en: 'Batches are really compressed, but not by Java’s libraries: sizes differ a little, and zstd only frames its input. A producer fills a batch by its uncompressed size. Group coordinators compress nothing.',
    'zh-Hans': '批次会真正压缩，但用的不是Java的库：大小略有不同，zstd只加封装不压缩。生产者按未压缩的大小填充批次。消费组协调者不压缩。',
  },
  {
    kind: 'simplified',
    source: 'ConsumerCoordinator.MetadataSnapshot (KIP-881)',
    en: 'A change of racks alone does not make the leader of a group rebalance.',
    'zh-Hans': '仅机架变化不会让消费组的组长发起再均衡。',
  },
  {
    kind: 'left-out',
    source: 'KafkaMetadataLog, MetaProperties',
    en: 'Exported log directories hold no `__cluster_metadata-0`: without a quorum there is no Raft log whose bytes could be true. The `directory.id` in `meta.properties` is made from a name.',
    'zh-Hans':
      '导出的日志目录里没有`__cluster_metadata-0`：没有仲裁，就没有字节真实的Raft日志。`meta.properties`里的`directory.id`由名称得出。',
  },
  {
    kind: 'left-out',
    source: 'RemoteLogManager (KIP-405)',
    en: 'No tiered storage. Its keys are known and checked, and do nothing.',
    'zh-Hans': '没有分层存储。相关配置可以设置和校验，但不起作用。',
  },
  {
    kind: 'left-out',
    source: 'QuotaFactory, StandardAuthorizer',
    en: 'No quotas, no authentication, no authorisation.',
    'zh-Hans': '没有配额、认证和授权。',
  },
  {
    kind: 'left-out',
    source: 'SharePartition (KIP-932), Connect, Streams, MirrorMaker',
    en: 'No share groups, no Connect, no Streams, no MirrorMaker.',
    'zh-Hans': '没有共享组、Connect、Streams和MirrorMaker。',
  },
];
