import type { Codecs } from '../kafka/log/codecs.ts';
import { openLogFiles } from '../kafka/storage/opened-log-files.ts';
import type { GivenFile, OpenedLogFiles } from '../kafka/storage/opened-log-files.ts';

export type { Codecs } from '../kafka/log/codecs.ts';
export type { OpenedLogFiles } from '../kafka/storage/opened-log-files.ts';

/** Opens somebody's log files beside the cluster: nothing of them gets into it. */
export function openFiles(files: readonly GivenFile[], codecs: Codecs): OpenedLogFiles {
  return openLogFiles(files, codecs);
}
