import type { Row } from '../contract/engine-api.ts';
import type { ClusterReader } from '../engine/kafka/reader.ts';

/** What a panel's projection is: names and joins engine state into rows, and computes nothing of Kafka's. */
export interface Projection {
  readonly name: string;
  readonly tables: readonly string[];
  project(
    reader: ClusterReader,
    query: Readonly<Record<string, string | number | boolean | null>>,
  ): Readonly<Record<string, readonly Row[]>>;
}
