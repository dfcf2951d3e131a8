import { clusterProjection } from '../panels/cluster/projection.ts';
import { replicationProjection } from '../panels/replication/projection.ts';
import type { Projection } from './projection.ts';

/** Every panel's projection. */
export const projections: readonly Projection[] = [clusterProjection, replicationProjection];
