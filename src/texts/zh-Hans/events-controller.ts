import type { EventTexts } from '../types.ts';

/** 控制器做了什么，依据什么规则。 */
export const controllerEvents = {
  brokerRegistered: {
    what: 'Broker {broker} 注册，epoch 为 {brokerEpoch}，处于隔离状态。',
    why: 'Broker 每次启动都是一次新的生命。epoch 就是注册记录在元数据日志中的位移，旧生命再发来的请求因此会被拒绝。读到自己的注册记录并恢复完日志后，它才可以成为 leader。',
  },
  brokerUnregistered: {
    what: 'Broker {broker} 已注销。',
    why: '管理员把它从元数据中移除。它退出所有 ISR，但仍留在分区的副本列表里，直到有人重新分配。',
  },
  brokerUnfenced: {
    what: 'Broker {broker} 解除隔离，{changedPartitionCount} 个分区随之变化。',
    why: '它已读到自己的注册记录。此时只有没有 leader 的分区会选出 leader；要回到 ISR，它得先拉取数据，再由 leader 提出。',
  },
  brokerFenced: {
    what: 'Broker {broker} 被隔离，{changedPartitionCount} 个分区随之变化。',
    why: '沉默超过 broker.session.timeout.ms、自己请求、或正在停止时，broker 会被隔离。退出所有 ISR 和交出所有 leader 写在同一批记录里，谁也看不到一半。',
  },
  controlledShutdownGranted: {
    what: 'Broker {broker} 可以准备停止，{changedPartitionCount} 个分区为此变化。',
    why: '受控停机时 leader 在 broker 仍运行时移走，客户端只等一个来回，而不是一次会话超时。它不再是任何分区的 leader，且所有活动 broker 都读到这些记录后，才可以退出。',
  },
  logDirsFailed: {
    what: 'Broker {broker} 的日志目录损坏，{onlineDirCount} 个仍在线，{changedPartitionCount} 个分区变化。',
    why: 'Broker 在心跳里报告损坏的目录。其中的副本退出 ISR，其余目录照常工作。',
  },
  topicCreated: {
    what: '主题 {topic} 已建立：{partitionCount} 个分区，副本因子 {replicationFactor}。',
    why: '副本由控制器选定：先分散到机架，再分散到 broker。其中活动的组成 ISR，第一个成为 leader。',
  },
  topicDeleted: {
    what: '主题 {topic} 及其 {partitionCount} 个分区被删除。',
    why: '一条记录删除整个主题。各 broker 读到记录时删除日志；停机的在回来后删除。',
  },
  partitionsAdded: {
    what: '主题 {topic} 从 {previousPartitionCount} 个分区增加到 {partitionCount} 个。',
    why: '已有记录留在原处。同一个 key 可能落到另一个分区，所以顺序只在旧分区内部和新分区内部成立。',
  },
  leaderElected: {
    what: '{partition}：leader 由 broker {previousLeader} 变为 {leader}，任期 {leaderEpoch}。',
    why: '控制器取副本列表中第一个在 ISR 内且活动的副本。它不比较日志末端：ISR 中的副本都有全部已提交的记录。',
  },
  preferredLeaderElected: {
    what: '{partition}：broker {leader} 重新成为 leader，任期 {leaderEpoch}。',
    why: '副本列表的第一个是首选 leader。开启 auto.leader.rebalance.enable 时，它一回到 ISR，控制器就把 leader 还给它。',
  },
  leaderReturned: {
    what: '{partition}：broker {leader} 回来并成为 leader，任期 {leaderEpoch}。',
    why: '分区一直没有 leader，在等一个拥有全部已提交记录的副本。现在它活动了。',
  },
  leaderElectedFromElr: {
    what: '{partition}：broker {leader} 从 ELR 当选 leader，任期 {leaderEpoch}。',
    why: '它不在 ISR 中，但离开时同步副本已不足，高水位停住不动。所以它有全部已提交的记录，什么也没有丢。',
  },
  uncleanLeaderElected: {
    what: '{partition}：broker {leader} 经不洁选举成为 leader，任期 {leaderEpoch}；它不在 ISR {{previousIsr}} 中。',
    why: '没有活动的副本能保证拥有全部已提交的记录。不洁选举被允许、被要求，或者它是最后已知的 leader。它没有的记录就此丢失，位移会重新使用。',
  },
  leaderLost: {
    what: '{partition} 失去 leader，之前是 broker {previousLeader}。',
    why: '没有活动的副本能保证拥有全部已提交的记录。分区等待 ISR {{isr}} 或 ELR {{elr}} 中的一个：宁可不可用，也不出错。',
  },
  isrChanged: {
    what: '{partition}：ISR 变为 {{isr}}，原来是 {{previousIsr}}。',
    why: 'ISR 是拥有全部已提交记录的副本。leader 提出变更，由控制器决定，因为它知道谁还活着、活在哪一次生命里。',
  },
  elrChanged: {
    what: '{partition}：ELR 变为 {{elr}}，原来是 {{previousElr}}。',
    why: '同步副本少于 min.insync.replicas 时，高水位停住。此时离开 ISR 的副本不缺任何已提交的记录，仍有资格成为 leader。',
  },
  lastKnownLeaderNoted: {
    what: '{partition}：记下 broker {lastKnownLeader} 是最后的 leader。',
    why: 'ISR 和 ELR 都为空时，最后的 leader 是剩下的最好选择，即使不允许不洁选举也可能当选。',
  },
  leaderRecovered: {
    what: '{partition}：broker {leader} 已从不洁选举中恢复。',
    why: '不洁选举后 leader 标记为恢复中；在它声明完成之前，谁也不能加入 ISR。',
  },
  reassignmentStarted: {
    what: '{partition} 开始迁移到副本 [{replicas}]。',
    why: '新副本 {{adding}} 先拉取整个日志；副本 {{removing}} 留到所有新副本同步为止。',
  },
  reassignmentEnded: {
    what: '{partition} 位于副本 [{replicas}]，ISR {{isr}}，leader 为 {leader}。',
    why: '新增的副本都已进入 ISR，或者迁移被取消。不再在列表中的副本删除日志；任期加一，使它们无法再拉取。',
  },
  replicasReordered: {
    what: '{partition}：副本顺序变为 [{replicas}]。',
    why: '同样的副本换个顺序，不移动数据。第一个就是 leader 最终回到的地方。',
  },
  configChanged: {
    what: '{resource}：{config} 变为 {value}。',
    why: '动态配置是元数据日志中的记录。各节点读到记录时生效；主题自己没设的配置由 broker 继承而来。',
  },
  configRemoved: {
    what: '{resource}：{config} 不再设置。',
    why: '主题改为继承 broker 的值，broker 则用配置文件或默认值。',
  },
  featureLevelChanged: {
    what: '集群的 {feature} 用到级别 {featureLevel}。',
    why: '所有已注册的 broker 都支持时，功能级别才会提高，这样没有节点会遇到看不懂的内容。',
  },
} as const satisfies EventTexts;
