import type { EventTexts } from '../types.ts';

/** 没有消费组的消费者所做的事。 */
export const consumerEvents = {
  recordsDelivered: {
    what: 'poll() 返回 {partition} 的 {recordCount} 条记录，位移 {firstOffset} 到 {lastOffset}。',
    why: 'poll() 一返回记录，位置就前移，与是否处理完无关。当前滞后：{lag}。',
  },
  offsetReset: {
    what: '消费者从位移 {offset} 开始读 {partition}（{strategy}）。',
    why: '它没有位置，或日志里没有那个位置。这时由 auto.offset.reset 或跳到端点的 seek 决定。',
  },
  truncationDetected: {
    what: '{partition} 的领导者没有已读的内容：位置从 {fromOffset} 移到 {toOffset}。',
    why: '消费者问新领导者：最后一条记录的领导者任期在哪里结束。日志在该位置之前就分叉了（KIP-320）。',
  },
  fetchFailed: {
    what: '读取 {partition} 的位移 {fetchOffset} 被拒绝：{error}。',
    why: '该 broker 不是分区的领导者，或不能提供这个位移。多数情况下消费者会重新请求元数据。',
  },
  positionChanged: {
    what: '程序跳到 {partition} 的位移 {offset}。',
    why: 'seek() 不询问任何 broker。从旧位置取来的记录被丢弃。',
  },
  consumerError: {
    what: '消费者抛出 {exception}：{message}',
    why: '重试解决不了的问题交给程序。程序不捕获就结束。',
  },
  memberJoined: {
    what: '成员 {member} 进入第 {generation} 代{isLeader?，并担任组长}。',
    why: '再均衡开始新的一代。组长划分分区，协调者只负责转达。',
  },
  partitionsAssigned: {
    what: '消费者得到 {partitionCount} 个新分区：{partitions}。',
    why: '组长划分了分区。从已提交的位移开始读，没有则按 auto.offset.reset。',
  },
  partitionsRevoked: {
    what: '消费者交出 {partitionCount} 个分区：{partitions}。',
    why: '再均衡有序地收回分区：回调返回之前仍可提交位移。',
  },
  partitionsLost: {
    what: '消费者失去 {partitionCount} 个分区：{partitions}。',
    why: '它已不在组里，别人可能已在读这些分区。无法再提交，未提交的会被重读。',
  },
  offsetCommitSent: {
    what: '消费者提交 {partitionCount} 个分区的位移。',
    why: '已提交的位移表示接替者从哪里开始，与是否处理完无关。',
  },
  membershipLost: {
    what: '消费者离开了组：{reason}。',
    why: '协调者不认识这一代的该成员，或成员自己离开。下一次 poll() 会重新加入。',
  },
  coordinatorFound: {
    what: 'Broker {coordinator} 是组的协调者。',
    why: '组名散列到 __consumer_offsets 的一个分区，该分区的领导者就是协调者。',
  },
  coordinatorLost: {
    what: 'Broker {coordinator} 不再是组的协调者。',
    why: '它如此答复，或连接中断，或沉默超过 session.timeout.ms。消费者重新询问。',
  },
} as const satisfies EventTexts;
