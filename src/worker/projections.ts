import { clusterProjection } from '../panels/cluster/projection.ts';
import { codeProjection } from '../panels/code/projection.ts';
import { groupProjection } from '../panels/group/projection.ts';
import { matrixProjection } from '../panels/matrix/projection.ts';
import { metricsProjection } from '../panels/metrics/projection.ts';
import { offsetsProjection } from '../panels/offsets/projection.ts';
import { producerProjection } from '../panels/producer/projection.ts';
import { recordsProjection } from '../panels/records/projection.ts';
import { replicationProjection } from '../panels/replication/projection.ts';
import { spaceTimeProjection } from '../panels/space-time/projection.ts';
import { storageProjection } from '../panels/storage/projection.ts';
import type { Projection, RememberingProjection } from './projection.ts';

/** Every panel's projection. */
export const projections: readonly (Projection | RememberingProjection)[] = [
  clusterProjection,
  replicationProjection,
  spaceTimeProjection,
  recordsProjection,
  matrixProjection,
  metricsProjection,
  groupProjection,
  offsetsProjection,
  codeProjection,
  storageProjection,
  producerProjection,
];
