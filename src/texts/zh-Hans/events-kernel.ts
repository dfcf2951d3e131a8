import type { EventTexts } from '../types.ts';

/** 机器、链路、消息上发生的事，你的操作，以及记录的命运。`{who}`是发生这件事的节点。 */
export const kernelEvents = {
  messageSent: { what: '{who}向{to}发送{api}{isRequest|请求|响应}。', why: '网络送到才算到达。同一连接上的消息保持顺序。' },
  messageLost: { what: '{whom}发给{to}的{api}{isRequest|请求|响应}丢失。', why: '连接断了，或对方已不在。发送方要靠超时或断连才知道。' },
  connectionBroken: { what: '{who}与{peer}的连接断开。', why: '没有答复的请求可能已到，也可能没到，发送方无从得知。' },
  processCrashed: { what: '{who}突然停止。', why: '进程结束了，机器还在，写过的内容仍在页缓存里。' },
  powerLost: { what: '{who}断电。', why: '没落盘的内容全没了。Kafka靠的是其他副本，而不是刷盘。' },
  processStarted: { what: '{who}启动。', why: 'Broker读取日志，向控制器注册，追上元数据之前一直处于隔离状态。' },
  processPaused: { what: '{who}停住不动。', why: '长时间垃圾回收或机器卡住就是这样。别人看到的只有沉默。' },
  processResumed: { what: '{who}继续运行。', why: '它不知道时间已经过去，下一个请求才会让它发现变化。' },
  linkCut: { what: '{from}到{to}的链路断开。', why: '两端都活着，谁也分不清对方是死了还是断了。' },
  linkHealed: { what: '{from}到{to}的链路恢复。', why: '连接重新建立，还在等答复的一方会再次请求。' },
  linkSlowed: { what: '{from}到{to}的消息慢了{extraLatencyMicros}。', why: '同一连接上的消息顺序不变，只是更晚到达。' },
  messageHeld: { what: '你扣住了发给{to}的{api}。', why: '放行之前，别人只能靠超时察觉。' },
  commandGiven: { what: '你：{act}。', why: '因果链从这里开始，这是来自外部的操作。' },
  brokerReady: { what: '{who}就绪：打开{logCount}个日志，元数据读到{metadataOffset}。', why: '它已追上元数据日志，于是请求解除隔离。' },
  logRecovered: {
    what: '{who}恢复{partition}：日志末端从{previousLogEndOffset}变为{logEndOffset}。',
    why: '非正常停止后，日志从恢复点起重新读取，到第一个损坏或缺失的批次为止。',
  },
  logDirFailed: {
    what: '{who}的日志目录下线：{partition}出错（{error}）。',
    why: '一个日志出现I/O错误，整个目录都不再使用。没有可用目录的Broker会停止。',
  },
  brokerStopped: { what: '{who}正常停止。', why: '停止之前，它移交领导权，刷盘，并写好检查点。' },
  adminSucceeded: { what: '{subject}的{api}已完成。', why: '被请求的一方已照办并答复，其他节点随后得知。' },
  adminRefused: { what: '{subject}的{api}被拒绝：{error}{errorWords?（{errorWords}）}。', why: 'Kafka的答复：{message}' },
  clientAdded: { what: '客户端{client}启动。', why: '它只认识bootstrap地址，先向其中一个索取元数据。' },
  clientRemoved: { what: '客户端{client}结束。', why: '程序立即结束，没有调用close()。' },
  recordsLost: {
    what: '{partition}：{lostCount}条已确认的记录丢失。',
    why: '只有领导者的日志算数，其中已没有这些记录。acks=all加min.insync.replicas 2要求确认前另有一份副本。',
  },
  recordsDuplicated: {
    what: '{partition}：{duplicateCount}条记录重复写入，从位移{firstOffset}起。',
    why: '生产者不知道第一次已经到达，又发了一次。开启enable.idempotence，Broker就能认出来。',
  },
} as const satisfies EventTexts;
