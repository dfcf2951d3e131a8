import { errors } from '../../errors.ts';
import type { BrokerRegistrationRequest } from '../../apis/BrokerRegistration/messages.ts';
import { decided, refused, type ControllerResult, type Refusal } from '../../metadata/decision.ts';
import { isReservedDirectory } from '../../metadata/directory-id.ts';
import { registerBrokerRecordVersion, supportsDirectoryAssignment } from '../../metadata/metadata-version.ts';
import { metadataRecord, type FeatureRange } from '../../metadata/records.ts';
import type { ControllerParts, DecisionContext } from '../parts.ts';
import { featureNames } from '../settings.ts';
import { cleanUpAfterShutdown, removeBroker } from './broker-changes.ts';

/** From this version on a broker says with which epoch it ended cleanly. */
const cleanShutdownVersion = 3;
const duplicateRegistration =
  'Another broker is registered with that broker id. If the broker was recently restarted this should self-resolve once the ' +
  "heartbeat manager expires the broker's session.";

/**
 * Registers a broker, or a new life of it, fenced. The same incarnation may amend its registration and keeps its epoch; another one has
 * to wait until
 * the session of the old one has expired. `nextOffset` is where the records will stand: it becomes the broker's epoch.
 * Errors: INCONSISTENT_CLUSTER_ID, DUPLICATE_BROKER_REGISTRATION, INVALID_REGISTRATION, UNSUPPORTED_VERSION, BROKER_ID_NOT_REGISTERED.
 * Source: ClusterControlManager.registerBroker.
 */
export function registerBroker(
  parts: ControllerParts,
  request: BrokerRegistrationRequest,
  { nowMicros, requestVersion }: DecisionContext,
  nextOffset: number,
): ControllerResult<{ readonly epoch: number }> {
  const { brokerId, incarnationId, rack, isMigratingZkBroker } = request;
  const refusal = identityRefusal(parts, request, nowMicros) ?? directoryRefusal(parts, request) ?? featureRefusal(parts, request.features);
  if (refusal !== null) return refusal;
  const existing = parts.cluster.registration(brokerId);
  const amended = existing?.incarnationId === incarnationId ? existing : null;
  const isClean = requestVersion >= cleanShutdownVersion && existing?.epoch === request.previousBrokerEpoch;
  const resumes = amended === null && existing?.fenced === false && parts.settings.mutations.has('M25');
  const cleanUp = amended === null && !resumes ? cleanUpAfterShutdown(parts, brokerId, isClean) : [];
  const brokerEpoch = amended === null ? nextOffset : amended.epoch;
  const fenced = amended === null ? !resumes : amended.fenced;
  const level = parts.features.metadataVersion;
  const data = {
    ...{ brokerId, isMigratingZkBroker, incarnationId, brokerEpoch, features: request.features, rack, fenced },
    inControlledShutdown: amended?.inControlledShutdown === true,
    logDirs: supportsDirectoryAssignment(level) ? request.logDirs : [],
  };
  if (amended === null) parts.heartbeats.remove(brokerId);
  parts.heartbeats.register(brokerId, fenced);
  return decided([...cleanUp, metadataRecord('RegisterBrokerRecord', data, registerBrokerRecordVersion(level))], { epoch: brokerEpoch });
}

/** Forgets a broker. Errors: BROKER_ID_NOT_REGISTERED. */
export function unregisterBroker(parts: ControllerParts, brokerId: number): ControllerResult<null> {
  const registration = parts.cluster.registration(brokerId);
  if (registration === undefined) {
    return refused(errors.BROKER_ID_NOT_REGISTERED, `Broker ID ${String(brokerId)} is not currently registered`);
  }
  return decided(removeBroker(parts, brokerId, registration.epoch), null);
}

function identityRefusal(parts: ControllerParts, request: BrokerRegistrationRequest, nowMicros: number): Refusal | null {
  const { clusterId, sessionTimeoutMicros } = parts.settings;
  if (request.clusterId !== clusterId) {
    return refused(errors.INCONSISTENT_CLUSTER_ID, `Expected cluster ID ${clusterId}, but got cluster ID ${request.clusterId}`);
  }
  const existing = parts.cluster.registration(request.brokerId);
  if (existing !== undefined && existing.incarnationId !== request.incarnationId) {
    const session = { brokerId: existing.id, brokerEpoch: existing.epoch };
    const isSessionValid = parts.heartbeats.tracker.hasValidSession(session, nowMicros, sessionTimeoutMicros);
    if (isSessionValid && !parts.settings.mutations.has('M25')) return refused(errors.DUPLICATE_BROKER_REGISTRATION, duplicateRegistration);
  }
  if (!request.isMigratingZkBroker) return null;
  return refused(errors.BROKER_ID_NOT_REGISTERED, 'Controller does not support registering ZK brokers.');
}

function directoryRefusal(parts: ControllerParts, { brokerId, logDirs }: BrokerRegistrationRequest): Refusal | null {
  if (!supportsDirectoryAssignment(parts.features.metadataVersion)) return null;
  const invalid = (message: string): Refusal => refused(errors.INVALID_REGISTRATION, message);
  if (logDirs.length === 0) return invalid('No directories specified in request');
  if (logDirs.some(isReservedDirectory)) return invalid('Reserved directory ID in request');
  if (new Set(logDirs).size !== logDirs.length) return invalid('Duplicate directory ID in request');
  for (const directory of logDirs) {
    const owner = parts.cluster.brokerOfDirectory(directory);
    if (owner !== null && owner !== brokerId) return invalid(`Broker ${String(owner)} is already registered with directory ${directory}`);
  }
  return null;
}

/** The broker must support every feature at the level on which the cluster has agreed. */
function featureRefusal(parts: ControllerParts, features: readonly FeatureRange[]): Refusal | null {
  const finalized = parts.features.finalizedFeatures;
  for (const feature of features) {
    const refusal = rangeRefusal(feature, finalized.get(feature.name) ?? 0);
    if (refusal !== null) return refusal;
  }
  const named = new Set(features.map((feature) => feature.name));
  if (!named.has(featureNames.metadataVersion)) {
    return refused(errors.INVALID_REGISTRATION, `Request features do not contain '${featureNames.metadataVersion}'`);
  }
  for (const [name, level] of finalized) {
    if (named.has(name) || level === 0) continue;
    return rangeRefusal({ name, minSupportedVersion: 0, maxSupportedVersion: 0 }, level);
  }
  return null;
}

function rangeRefusal({ name, minSupportedVersion: min, maxSupportedVersion: max }: FeatureRange, finalized: number): Refusal | null {
  if (finalized >= min && finalized <= max) return null;
  const unable = `Unable to register because the broker does not support finalized version ${String(finalized)} of ${name}.`;
  return refused(errors.UNSUPPORTED_VERSION, `${unable} The broker wants a version between ${String(min)} and ${String(max)}, inclusive.`);
}
