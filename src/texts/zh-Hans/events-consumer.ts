import type { EventTexts } from '../types.ts';

/** 消费者做了什么。 */
export const consumerEvents = {
  recordsDelivered: {
    what: '{who}的poll()返回{partition}的{recordCount}条记录：{firstOffset}到{lastOffset}。',
    why: 'poll()一返回记录，位置就前移，与是否处理完无关。现在的消费滞后是{lag}。',
  },
  offsetReset: {
    what: '{who}从位移{offset}开始读{partition}（{strategy}）。',
    why: '它没有位置，或日志里没有那个位置。这时由auto.offset.reset决定，或由跳到两端的seek决定。',
  },
  truncationDetected: {
    what: '{who}在{partition}的位置从{fromOffset}退到{toOffset}：领导者没有它读过的内容。',
    why: '它问新领导者：最后一条记录的任期在哪里结束。两份日志在它的位置之前就分开了（KIP-320）。',
  },
  fetchFailed: {
    what: '{partition}：{who}不能从位移{fetchOffset}读：{error}{errorWords?（{errorWords}）}。',
    why: '该Broker不是分区的领导者，或没有这个位移。多数情况下消费者会重新索取元数据。',
  },
  readReplicaChosen: {
    what: '{who}从现在起在Broker {replica}上读{partition}。',
    why: '领导者指定了与消费者同机架的副本（KIP-392）。过了metadata.max.age.ms，消费者会再问领导者。',
  },
  positionChanged: {
    what: '{who}跳到{partition}的位移{offset}。',
    why: 'seek()不询问任何Broker。从旧位置取来的记录被丢弃。',
  },
  consumerError: {
    what: '{who}抛出{exception}。',
    why: '重试解决不了的问题交给程序。Kafka的说法：{message}',
  },
  autoCommitFailed: {
    what: '{who}的一次自动提交失败：{exception}。',
    why: '消费者只写日志，程序照常运行，下个间隔再试。Kafka的说法：{message}',
  },
  memberJoined: {
    what: '{who}进入消费组的第{generation}代{isLeader?，并担任组长}。',
    why: '再均衡开始新的一代。组长划分分区，协调者只负责转达。',
  },
  partitionsAssigned: {
    what: '{who}分到{partitionCount}个分区：{partitions}。',
    why: '从已提交的位移接着读。没有提交过，就按auto.offset.reset。',
  },
  partitionsRevoked: {
    what: '{who}交出{partitionCount}个分区：{partitions}。',
    why: '再均衡有序地收回分区：回调返回之前仍可提交位移。',
  },
  partitionsLost: {
    what: '{who}失去{partitionCount}个分区：{partitions}。',
    why: '它已不在组里，别人可能已在读这些分区。没提交的会被重读。',
  },
  znodeWritten: {
    what: 'ZooKeeper：{path}为{data}。',
    why: 'Kafka 0.8由消费者自己写位移，每个分区一个znode，不管原来是什么。',
  },
  offsetCommitSent: {
    what: '{who}提交{partitionCount}个分区的位移。',
    why: '已提交的位移表示接替者从哪里开始，与是否处理完无关。',
  },
  membershipLost: {
    what: '{who}离开了消费组。',
    why: '下一次poll()会重新加入。原因：{reason}。',
  },
  coordinatorFound: {
    what: '{who}得知Broker {coordinator}是消费组的协调者。',
    why: '组名散列到__consumer_offsets的一个分区，领导该分区的Broker就是协调者。',
  },
  coordinatorLost: {
    what: '{who}不再把Broker {coordinator}当作协调者。',
    why: '对方如此答复，或连接中断，或沉默超过session.timeout.ms。消费者重新询问谁是协调者。',
  },
  poisonMet: {
    what: '{who}的程序处理{partition}位移{offset}时抛出异常。',
    why: '异常来自应用自己，Kafka不知情。程序的做法：{reaction}。',
  },
  programFailed: {
    what: '{who}带着{exception}离开循环。',
    why: '循环里没人捕获它。finally会执行close()；开着自动提交时，close()会提交位置。',
  },
} as const satisfies EventTexts;
