/** What each view asks as it opens: what the build records of a lesson. */
import type { FirstAsked } from '../../contract/opening.ts';
import { firstAsked as cluster } from '../../panels/cluster/asked.ts';
import { firstAsked as code } from '../../panels/code/asked.ts';
import { firstAsked as group } from '../../panels/group/asked.ts';
import { firstAsked as matrix } from '../../panels/matrix/asked.ts';
import { firstAsked as metrics } from '../../panels/metrics/asked.ts';
import { firstAsked as offsets } from '../../panels/offsets/asked.ts';
import { firstAsked as producer } from '../../panels/producer/asked.ts';
import { firstAsked as records } from '../../panels/records/asked.ts';
import { firstAsked as replication } from '../../panels/replication/asked.ts';
import { firstAsked as spaceTime } from '../../panels/space-time/asked.ts';
import { firstAsked as storage } from '../../panels/storage/asked.ts';

/** By the view's name. */
export const firstAsked: Readonly<Record<string, FirstAsked>> = {
  cluster,
  code,
  group,
  matrix,
  metrics,
  offsets,
  producer,
  records,
  replication,
  'space-time': spaceTime,
  storage,
};
