/** How large a scenario may be. What a person can look at has tight limits; the command line may ask for wide ones. */

/** Bounds on a scenario; everything else is bounded in the schema itself. */
export interface ScenarioLimits {
  readonly brokersMax: number;
  /** Partitions of all topics together, those of commands included. */
  readonly partitionsMax: number;
  readonly commandsMax: number;
}

/** What the page shows and a link may carry. */
export const pageLimits: ScenarioLimits = { brokersMax: 9, partitionsMax: 64, commandsMax: 2000 };

/** What the command line may ask for with `--large`: performance runs and conformance with real clusters. */
export const largeLimits: ScenarioLimits = { brokersMax: 100, partitionsMax: 20_000, commandsMax: 200_000 };

/** A scenario as text, whether it came from a file or out of a link: 256 KB. */
export const scenarioBytesMax = 256 * 1024;

/** Lengths of texts, in UTF-16 units. */
export const textLengths = { title: 200, name: 60, topic: 249, key: 500, value: 2000, config: 1000, panel: 40, reason: 120 } as const;
