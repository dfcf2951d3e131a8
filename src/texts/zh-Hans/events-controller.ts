import type { EventTexts } from '../types.ts';

/** 控制器做了什么，依据什么规则。 */
export const controllerEvents = {
  brokerRegistered: {
    what: 'Broker {broker}注册，epoch {brokerEpoch}，先处于隔离状态。',
    why: '每次启动都是一次新的生命，编号是注册记录在元数据日志中的位移。旧生命的请求因此会被拒绝。',
  },
  brokerUnregistered: {
    what: 'Broker {broker}已注销。',
    why: '管理员移除了它。它退出所有ISR，但仍留在副本列表里，直到有人重新分配。',
  },
  brokerUnfenced: {
    what: 'Broker {broker}解除隔离，{changedPartitionCount}个分区随之变化。',
    why: '它已读到自己的注册记录。现在只有无领导者的分区变化；要回到ISR，它得靠拉取追上。',
  },
  brokerFenced: {
    what: 'Broker {broker}被隔离，{changedPartitionCount}个分区随之变化。',
    why: '它沉默超过broker.session.timeout.ms、自己请求，或正在停止。退出所有ISR、交出所有领导权都在同一批记录里。',
  },
  controlledShutdownGranted: {
    what: 'Broker {broker}可以准备停止，{changedPartitionCount}个分区为此变化。',
    why: '领导权在它仍运行时移走，客户端只等一个来回，而不是一次会话超时。',
  },
  logDirsFailed: {
    what: 'Broker {broker}损坏了日志目录，剩{onlineDirCount}个，{changedPartitionCount}个分区变化。',
    why: '心跳报告损坏的目录。其中的副本退出ISR，其余目录照常工作。',
  },
  topicCreated: {
    what: '主题{topic}已建立：{partitionCount}个分区，副本因子{replicationFactor}。',
    why: '控制器把副本先分散到机架，再分散到Broker。其中在线的组成ISR，第一个当领导者。',
  },
  topicDeleted: {
    what: '主题{topic}及其{partitionCount}个分区被删除。',
    why: '一条记录删除整个主题。各Broker读到时删除日志，停机的在下次启动后删除。',
  },
  partitionsAdded: {
    what: '主题{topic}从{previousPartitionCount}个分区增加到{partitionCount}个。',
    why: '已有记录留在原处。但同一个key可能落到别的分区，新旧记录之间不再有序。',
  },
  leaderElected: {
    what: '{partition}：Broker {leader}成为领导者{previousLeader?，接替Broker {previousLeader}}，任期{leaderEpoch}。',
    why: '控制器取第一个在ISR中且在线的副本。它不比较日志末端：ISR中的副本都有全部已提交的记录。',
  },
  preferredLeaderElected: {
    what: '{partition}：Broker {leader}重新成为领导者，任期{leaderEpoch}。',
    why: '副本列表的第一个是首选领导者。它一回到ISR，auto.leader.rebalance.enable就把领导权还给它。',
  },
  leaderReturned: {
    what: '{partition}：Broker {leader}回来并成为领导者，任期{leaderEpoch}。',
    why: '分区一直在等一个拥有全部已提交记录的副本。现在它又在线了。',
  },
  leaderElectedFromElr: {
    what: '{partition}：Broker {leader}从ELR当选领导者，任期{leaderEpoch}。',
    why: '它离开ISR时高水位已经停住。所以它有全部已提交的记录，什么也没有丢。',
  },
  uncleanLeaderElected: {
    what: '{partition}：Broker {leader}经不洁选举成为领导者，任期{leaderEpoch}，不在ISR {previousIsr}中。',
    why: '在线的副本都不确定拥有全部已提交的记录。它没有的记录就此丢失，位移会重新使用。',
  },
  leaderLost: {
    what: '{partition}没有领导者{previousLeader?，之前是Broker {previousLeader}}。',
    why: '在线的副本都不确定拥有全部已提交的记录。它在等ISR {isr}或ELR {elr}：宁可不可用，也不出错。',
  },
  isrChanged: {
    what: '{partition}：控制器把ISR定为{isr}，原来是{previousIsr}。',
    why: 'ISR是拥有全部已提交记录的副本。领导者提议，控制器决定，因为它知道谁在线。',
  },
  elrChanged: {
    what: '{partition}：ELR变为{elr}，原来是{previousElr}。',
    why: '低于min.insync.replicas时高水位停住。这时离开ISR的副本不缺已提交的记录，仍可当领导者。',
  },
  lastKnownLeaderNoted: {
    what: '{partition}：记下Broker {lastKnownLeader}是最后的领导者。',
    why: 'ISR和ELR都为空时，最后的领导者是剩下的最好选择。',
  },
  leaderRecovered: {
    what: '{partition}：Broker {leader}已从不洁选举中恢复。',
    why: '在领导者声明恢复完成之前，谁也不能加入ISR。',
  },
  reassignmentStarted: {
    what: '{partition}开始迁移到副本[{replicas}]。',
    why: '新副本{adding}先复制整个日志。副本{removing}留到新副本全部同步为止。',
  },
  reassignmentEnded: {
    what: '{partition}位于副本[{replicas}]，ISR {isr}{leader?，领导者是Broker {leader}}。',
    why: '迁移已完成，或被取消。列表之外的副本删除日志；新的领导者任期使它们无法再拉取。',
  },
  replicasReordered: {
    what: '{partition}：副本顺序变为[{replicas}]。',
    why: '同样的副本换个顺序，不移动数据。领导权最终回到第一个。',
  },
  configChanged: {
    what: '{resource}：{config}变为{value}。',
    why: '动态配置是元数据日志中的记录。各节点读到记录后才生效。',
  },
  configRemoved: {
    what: '{resource}：{config}不再设置。',
    why: '主题改为继承Broker的值，Broker则用配置文件或默认值。',
  },
  featureLevelChanged: {
    what: '集群的{feature}用到级别{featureLevel}。',
    why: '全部已注册的Broker都支持时，级别才会提高，谁也不会遇到读不懂的内容。',
  },
} as const satisfies EventTexts;
