import type { EventTexts } from '../types.ts';

/** 机器、链路、消息上发生的事，你的操作，以及记录的命运。`{who}`是发生这件事的节点。 */
export const kernelEvents = {
  messageSent: { what: '{who}向{to}发出消息（{api}）。', why: '网络送到才算到达，两端之间的消息保持顺序。' },
  messageLost: { what: '{who}发给{to}的消息（{api}）丢失。', why: '连接断开，或接收方已不在。发送方靠超时或断连才知道。' },
  connectionBroken: { what: '{who}与{peer}的连接断开。', why: '已发出而未答复的请求结果不明，也许已经到达。' },
  processCrashed: { what: '{who}突然停止。', why: '进程结束，机器还在，写过的内容仍在页缓存里。' },
  powerLost: { what: '{who}断电。', why: '没落盘的内容全没了。Kafka靠其他副本，而不是靠刷盘。' },
  processStarted: { what: '{who}启动。', why: 'Broker读取日志，向控制器注册，追上元数据之前一直被隔离。' },
  processPaused: { what: '{who}静止不动。', why: '长时间垃圾回收或机器冻结，在别人看来都只是沉默。' },
  processResumed: { what: '{who}继续运行。', why: '它不知道时间已经过去，下一个请求才会告诉它变化。' },
  linkCut: { what: '{from}到{to}的链路断开。', why: '两端都活着，谁也分不清对方是死了还是断了。' },
  linkHealed: { what: '{from}到{to}的链路恢复。', why: '连接重新建立，还在等待的一方会重发。' },
  linkSlowed: { what: '{from}到{to}的链路变慢{extraLatencyMicros}。', why: '同一连接上的消息保持顺序，只是更慢。' },
  messageHeld: { what: '你扣住了发给{to}的消息（{api}）。', why: '放行之前，别人只能靠超时察觉。' },
  commandGiven: { what: '你：{act}。', why: '因果链从这里开始，这是外部的操作。' },
  brokerReady: { what: '{who}就绪，打开{logCount}个日志，元数据读到{metadataOffset}。', why: '它已追上元数据日志，请求解除隔离。' },
  logRecovered: { what: '{who}恢复{partition}，日志末端从{previousLogEndOffset}变为{logEndOffset}。', why: '异常停止后，从恢复点起重新读取，损坏或缺失处就是日志末端。' },
  brokerStopped: { what: '{who}正常停止。', why: '它已移交领导权，刷盘并写好检查点。' },
  adminSucceeded: { what: '完成：{api} {subject}。', why: '控制器把决定写入日志，Broker读到后照办。' },
  adminRefused: { what: '被拒绝：{api} {subject}，{error}。', why: '{message}' },
  clientAdded: { what: '客户端{client}启动。', why: '它只认识bootstrap地址，先向其中一个索取元数据。' },
  clientRemoved: { what: '客户端{client}结束。', why: '程序立即结束，没有调用close()。' },
  recordsLost: { what: '{partition}：{lostCount}条已确认的记录丢失。', why: '有这些记录的副本落后或已不在，新领导者的日志才算数。acks=all加min.insync.replicas 2要求确认前有更多副本。' },
  recordsDuplicated: { what: '{partition}：{duplicateCount}条记录从位移{firstOffset}起重复写入。', why: '生产者不知道第一次已经到达，又发了一次。enable.idempotence能让Broker认出来。' },
} as const satisfies EventTexts;
