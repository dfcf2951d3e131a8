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
} as const satisfies EventTexts;
