import { configResourceTypes, metadataRecord, type MetadataRecord } from '../metadata/records.ts';
import { supportsMetadataTransactions } from '../metadata/metadata-version.ts';
import { featureNames } from './settings.ts';

/** The levels with which Kafka 4.3 formats a new cluster. Source: FeatureVersion.bootstrapMetadataVersion. */
export const defaultFeatureLevels: ReadonlyMap<string, number> = new Map([
  [featureNames.metadataVersion, 30],
  ['transaction.version', 2],
  ['group.version', 1],
  [featureNames.eligibleLeaderReplicas, 1],
  ['share.version', 1],
  ['streams.version', 1],
]);

/**
 * What the first active controller writes into an empty metadata log: feature levels and, with ELR on, a cluster-wide min.insync.replicas.
 * Source: ActivationRecordsGenerator.recordsForEmptyLog, without its transaction.
 */
export function bootstrapRecords(featureLevels: ReadonlyMap<string, number>, staticMinInSyncReplicas: string): readonly MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const [name, featureLevel] of featureLevels) {
    if (featureLevel > 0) records.push(metadataRecord('FeatureLevelRecord', { name, featureLevel }));
  }
  if ((featureLevels.get(featureNames.eligibleLeaderReplicas) ?? 0) === 0) return records;
  const resource = { resourceType: configResourceTypes.BROKER, resourceName: '' };
  const record = metadataRecord('ConfigRecord', { ...resource, name: 'min.insync.replicas', value: staticMinInSyncReplicas });
  return [...records, record];
}

/** The same as they stand in the log: in a metadata transaction where the metadata version has them. */
export function activationRecords(featureLevels: ReadonlyMap<string, number>, staticMinInSyncReplicas: string): readonly MetadataRecord[] {
  const records = bootstrapRecords(featureLevels, staticMinInSyncReplicas);
  if (!supportsMetadataTransactions(featureLevels.get(featureNames.metadataVersion) ?? 0)) return records;
  return [metadataRecord('BeginTransactionRecord', { name: 'Bootstrap records' }), ...records, metadataRecord('EndTransactionRecord', {})];
}
