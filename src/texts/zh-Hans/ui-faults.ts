/** 故障的短语：时间轴和日志用它说明做了什么，课程的第一幅画面就会用到。 */
import type { uiFaults as english } from '../en/ui-faults.ts';

export const uiFaults: { readonly [key in keyof typeof english]: string } = {
  'fault.kill.short': '杀死{target}',
  'fault.stop.short': '停止{target}',
  'fault.power-loss.short': '{target}断电',
  'fault.pause.short': '暂停{target}',
  'fault.resume.short': '恢复{target}',
  'fault.restart.short': '启动{target}',
  'fault.slow-disk.short': '拖慢{target}的磁盘',
  'fault.mend-disk.short': '恢复{target}的磁盘',
  'fault.torn-write.short': '让{target}写到一半断电',
  'fault.bit-rot.short': '翻转{target}磁盘上的一位',
  'fault.fill-disk.short': '写满{target}的磁盘',
  'fault.free-disk.short': '给{target}腾出磁盘空间',
  'fault.fail-disk.short': '弄坏{target}的磁盘',
  'fault.wipe.short': '给{target}换磁盘',
  'fault.cut.short': '断开{from}与{to}的链路',
  'fault.cut-one-way.short': '断开{from}到{to}的单向链路',
  'fault.heal.short': '恢复{from}与{to}的链路',
  'fault.heal-all.short': '恢复全部链路',
  'fault.slow-link.short': '放慢{from}与{to}的链路',
};
