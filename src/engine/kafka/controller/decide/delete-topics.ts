import { errors } from '../../errors.ts';
import { apiError, decidedAtomically, noError, type ApiError, type Decision } from '../../metadata/decision.ts';
import { metadataRecord, type MetadataRecord } from '../../metadata/records.ts';
import type { ControllerParts } from '../parts.ts';

/**
 * Removes topics by id; the answers are in the order of the ids. Brokers delete the logs when they see the record. Source: deleteTopics.
 */
export function deleteTopics(parts: ControllerParts, topicIds: readonly string[]): Decision<readonly ApiError[]> {
  const records: MetadataRecord[] = [];
  const results = topicIds.map((topicId) => {
    if (parts.replication.topic(topicId) === undefined) return apiError(errors.UNKNOWN_TOPIC_ID, null);
    records.push(metadataRecord('RemoveTopicRecord', { topicId }));
    return noError;
  });
  return decidedAtomically(records, results);
}
