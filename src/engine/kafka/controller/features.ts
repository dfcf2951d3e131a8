import { Entity } from '../../kernel/state.ts';
import type { EntityRegistry } from '../../kernel/state.ts';
import { errors } from '../errors.ts';
import { decided, decidedAtomically, noError, type ApiError, type Decision } from '../metadata/decision.ts';
import { isMetadataChangedBetween, metadataVersionMin, metadataVersionTesting } from '../metadata/metadata-version.ts';
import { metadataRecord, type FeatureRange, type MetadataRecord, type RecordFields } from '../metadata/records.ts';
import { featureNames, type ControllerSettings } from './settings.ts';

/** FeatureUpdate.UpgradeType. */
export const upgradeTypes = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;

/** One wish of an UpdateFeatures request. */
export interface FeatureUpdate {
  readonly feature: string;
  readonly maxVersionLevel: number;
  readonly upgradeType: number;
}

/** A broker and the features that it says it supports. */
export interface FeatureSupporter {
  readonly id: number;
  readonly supportedFeatures: readonly FeatureRange[];
}

/** Levels of the metadata that a level of another feature needs. Source: FeatureVersion.dependencies. */
const metadataVersionNeeded: ReadonlyMap<string, number> = new Map([[featureNames.eligibleLeaderReplicas, 23]]);

const metadataVersionMinName = '3.3-IV3';

/** Finalised features: what the whole cluster has agreed to use. Source: FeatureControlManager. */
export class FeatureControl extends Entity {
  private readonly settings: ControllerSettings;
  private readonly finalizedVersions = new Map<string, number>();
  /** kraft.version lives in the quorum, beside the records. */
  private kraftVersionLevel = 1;
  private metadataVersionLevel = 0;

  constructor(registry: EntityRegistry, settings: ControllerSettings) {
    super(registry);
    this.settings = settings;
  }

  /** The level of metadata.version; 0 while the log is empty. */
  get metadataVersion(): number {
    return this.metadataVersionLevel;
  }

  get isElrEnabled(): boolean {
    return (this.finalizedVersions.get(featureNames.eligibleLeaderReplicas) ?? 0) >= 1;
  }

  /** All finalised levels, metadata.version and kraft.version included. */
  get finalizedFeatures(): ReadonlyMap<string, number> {
    const features = new Map([[featureNames.metadataVersion as string, this.metadataVersionLevel]]);
    for (const [name, level] of this.finalizedVersions) features.set(name, level);
    features.set(featureNames.kraftVersion, this.kraftVersionLevel);
    return features;
  }

  /** Changes feature levels: all of them, or none when one is refused. */
  updateFeatures(updates: readonly FeatureUpdate[], supporters: readonly FeatureSupporter[], validateOnly: boolean): Decision<ApiError> {
    const proposed = new Map(this.finalizedVersions);
    proposed.set(featureNames.metadataVersion, this.metadataVersionLevel);
    for (const { feature, maxVersionLevel } of updates) proposed.set(feature, maxVersionLevel);
    const records: MetadataRecord[] = [];
    for (const update of updates) {
      const outcome = this.updateFeature(update, supporters, proposed);
      if ('error' in outcome) return decided([], outcome.error);
      records.push(...outcome.records);
    }
    return validateOnly ? decided([], noError) : decidedAtomically(records, noError);
  }

  replay(record: RecordFields['FeatureLevelRecord']): void {
    this.touch();
    if (record.name === featureNames.metadataVersion) this.metadataVersionLevel = record.featureLevel;
    else if (record.name === featureNames.kraftVersion) this.kraftVersionLevel = record.featureLevel;
    else if (record.featureLevel === 0) this.finalizedVersions.delete(record.name);
    else this.finalizedVersions.set(record.name, record.featureLevel);
  }

  private updateFeature(
    update: FeatureUpdate,
    supporters: readonly FeatureSupporter[],
    proposed: ReadonlyMap<string, number>,
  ): { readonly records: readonly MetadataRecord[] } | { readonly error: ApiError } {
    const { feature, maxVersionLevel: level, upgradeType } = update;
    const problem = this.problemOf(update, supporters);
    if (problem !== null) return invalidUpdate(update, problem);
    if (feature === featureNames.metadataVersion) return this.updateMetadataVersion(level, upgradeType);
    if (feature === featureNames.kraftVersion) {
      if (upgradeType === upgradeTypes.UPGRADE) return { records: [metadataRecord('NoOpRecord', {})] };
      if (level !== this.kraftVersionLevel) return invalidUpdate(update, "Can't downgrade the version of this feature.");
      return { records: [] };
    }
    const dependency = dependencyProblem(feature, level, proposed);
    if (dependency !== null) return invalidUpdate(update, dependency);
    return { records: [metadataRecord('FeatureLevelRecord', { name: feature, featureLevel: level })] };
  }

  private problemOf(update: FeatureUpdate, supporters: readonly FeatureSupporter[]): string | null {
    const { feature, maxVersionLevel: level, upgradeType } = update;
    const knownTypes: readonly number[] = Object.values(upgradeTypes);
    if (!knownTypes.includes(upgradeType)) return 'The controller does not support the given upgrade type.';
    if (level < 0) return 'A feature version cannot be less than 0.';
    const unsupported = this.reasonNotSupported(feature, level, supporters);
    if (unsupported !== null) return unsupported;
    const current = this.finalizedFeatures.get(feature) ?? 0;
    if (level < current && upgradeType === upgradeTypes.UPGRADE) {
      return "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade.";
    }
    return level > current && upgradeType !== upgradeTypes.UPGRADE ? "Can't downgrade to a newer version." : null;
  }

  private reasonNotSupported(feature: string, level: number, supporters: readonly FeatureSupporter[]): string | null {
    const local = rangeProblem(`Local controller ${String(this.settings.nodeId)}`, feature, level, this.settings.supportedFeatures);
    if (local !== null) return local;
    for (const broker of supporters) {
      const problem = rangeProblem(`Broker ${String(broker.id)}`, feature, level, broker.supportedFeatures);
      if (problem !== null) return problem;
    }
    return null;
  }

  private updateMetadataVersion(
    level: number,
    upgradeType: number,
  ): { readonly records: readonly MetadataRecord[] } | { readonly error: ApiError } {
    if (level < metadataVersionMin || level > metadataVersionTesting) {
      const valid = `Valid versions are from ${String(metadataVersionMin)} to ${String(metadataVersionTesting)}.`;
      return { error: invalid(`Invalid metadata.version ${String(level)}. ${valid}`) };
    }
    if (level < this.metadataVersionLevel && isMetadataChangedBetween(this.metadataVersionLevel, level)) {
      const why =
        upgradeType === upgradeTypes.UNSAFE_DOWNGRADE
          ? 'Unsafe metadata downgrade is not supported in this version.'
          : 'Refusing to perform the requested downgrade because it might delete metadata information.';
      const from = `Unsupported metadata.version downgrade from ${String(this.metadataVersionLevel)} to ${String(level)}.`;
      return { error: invalid(`${from} ${why}`) };
    }
    return { records: [metadataRecord('FeatureLevelRecord', { name: featureNames.metadataVersion, featureLevel: level })] };
  }
}

/** The range that a node supports of a feature; nothing above 0 when it does not know it. */
export function supportedRange(name: string, features: readonly FeatureRange[]): FeatureRange {
  return features.find((feature) => feature.name === name) ?? { name, minSupportedVersion: 0, maxSupportedVersion: 0 };
}

function rangeProblem(what: string, feature: string, level: number, features: readonly FeatureRange[]): string | null {
  const { minSupportedVersion: min, maxSupportedVersion: max } = supportedRange(feature, features);
  if (level >= min && level <= max) return null;
  return max === 0 ? `${what} does not support this feature.` : `${what} only supports versions ${rangeText(min, max)}`;
}

/** VersionRange.toString. */
function rangeText(min: number, max: number): string {
  return min === max ? String(min) : `${String(min)}-${max === 32767 ? 'max' : String(max)}`;
}

function dependencyProblem(feature: string, level: number, proposed: ReadonlyMap<string, number>): string | null {
  if (level === 0) return null;
  const metadataVersion = proposed.get(featureNames.metadataVersion) ?? 0;
  const prefix = `${feature} could not be set to ${String(level)} because it depends on`;
  if (metadataVersion < metadataVersionMin) return `${prefix} metadata.version=${String(metadataVersionMin)} (${metadataVersionMinName})`;
  const needed = metadataVersionNeeded.get(feature);
  return needed !== undefined && metadataVersion < needed ? `${prefix} metadata.version level ${String(needed)}` : null;
}

function invalid(message: string): ApiError {
  return { errorCode: errors.INVALID_UPDATE_VERSION, errorMessage: message };
}

function invalidUpdate({ feature, maxVersionLevel }: FeatureUpdate, why: string): { readonly error: ApiError } {
  return { error: invalid(`Invalid update version ${String(maxVersionLevel)} for feature ${feature}. ${why}`) };
}
