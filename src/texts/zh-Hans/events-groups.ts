import type { EventTexts } from '../types.ts';

/** broker 作为组协调者所做的事。 */
export const groupEvents = {
  offsetsTopicRequested: {
    what: '有客户端寻找组协调者：broker请求创建{topic}，{partitionCount}个分区，每个{replicationFactor}个副本。',
    why: '组和它的位移都是一个主题里的记录。第一次有客户端寻找协调者时才创建；在此之前客户端被告知稍后再问。',
  },
  offsetsTopicRefused: {
    what: '控制器没有创建{topic}（{replicationFactor}个副本）：{error}。',
    why: 'offsets.topic.replication.factor需要这么多broker。broker只记入日志，客户端会一直寻找协调者。',
  },
  coordinatorLoading: {
    what: '本broker开始协调{partition}的各个组，正在读到位移{logEndOffset}。',
    why: '分区的领导者就是协调者。读完之前，请求得到COORDINATOR_LOAD_IN_PROGRESS；心跳照常得到答复。',
  },
  coordinatorLoaded: {
    what: '{partition}：重放了{recordCount}条记录，得到{groupCount}个组、{offsetCount}个已提交的位移。',
    why: '重放用的就是平时每次改动所用的代码。会话重新计时，所以仅仅换协调者不会让任何成员重新加入。',
  },
  coordinatorUnloaded: {
    what: '本broker不再协调{partition}的各个组。',
    why: '它不再是该分区的领导者。等待者得到NOT_COORDINATOR，去找新的协调者；内存中的内容被丢弃。',
  },
  groupMemberJoined: {
    what: '{member}加入组{group}：现有{memberCount}个成员。',
    why: '新成员意味着要重新划分分区，也就是再均衡。成员编号由协调者给出。',
  },
  groupMemberLeft: {
    what: '{member}离开组{group}，还剩{memberCount}个成员。',
    why: '消费者关闭时会说明，它的分区立刻空出来。静态成员不会说：大家等它回来。',
  },
  groupMemberExpired: {
    what: '组{group}：{sessionTimeoutMillis}毫秒没有{member}的消息，将其移出，还剩{memberCount}个成员。',
    why: 'session.timeout.ms内没有心跳。协调者分不清它是死了还是慢了；再均衡把它的分区交给别人。',
  },
  groupMemberTooLate: {
    what: '组{group}：{member}没有在{rebalanceTimeoutMillis}毫秒内回来，将其移出，还剩{memberCount}个成员。',
    why: '再均衡的期限就是成员的max.poll.interval.ms：到时仍在处理的成员被丢下。',
  },
  rebalanceStarted: {
    what: '组{group}在第{generation}代之后再均衡：{memberCount}个成员，最多{timeoutMillis}毫秒。',
    why: '成员从下一次心跳得知，随后重新加入。空组会等group.initial.rebalance.delay.ms，让更多成员到来。',
  },
  generationStarted: {
    what: '组{group}第{generation}代：{memberCount}个成员已加入。{leader}划分分区（{protocol}）。',
    why: '该来的都来了。组长得到全部订阅并计算；协调者只负责转达结果。',
  },
  targetAssigned: {
    what: '组{group}，纪元{groupEpoch}：协调者把分区划分给{memberCount}个成员（{assignor}）。',
    why: '在consumer协议中由broker划分。每个成员从下一次心跳得知自己的部分；谁也不等谁。',
  },
  groupStable: {
    what: '组{group}在第{generation}代稳定下来：{memberCount}个成员得到各自的分区。',
    why: '分配方案先写入__consumer_offsets。该记录低于高水位之后，成员才得到它。',
  },
  groupEmptied: {
    what: '组{group}已没有成员，第{generation}代。',
    why: '它的位移还在：从现在起计算offsets.retention.minutes。',
  },
  groupOffsetsCommitted: {
    what: '组{group}：{member}提交{partitionCount}个分区的位移。',
    why: '每个都成为__consumer_offsets的一条记录。协调者不检查位移是否后退；记录被提交后才答复。',
  },
  groupOffsetsExpired: {
    what: '组{group}：{partitionCount}个分区的位移已过期。',
    why: '在offsets.retention.minutes内没有人使用。现在来的消费者按auto.offset.reset开始。',
  },
} as const satisfies EventTexts;
