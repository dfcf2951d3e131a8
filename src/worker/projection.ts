import type { Row } from '../contract/engine-api.ts';
import type { Codecs, OpenedLogFiles } from '../engine/session/opened-files.ts';
import type { ClusterReader } from '../engine/kafka/reader.ts';

/** What a projection may look at besides the cluster. */
export interface ProjectionGiven {
  /** Log files that somebody opened; null: none. */
  readonly files: OpenedLogFiles | null;
  readonly codecs: Codecs;
}

/** The rows of a panel's tables, by table name. The query says what is on screen, and in `nowMicros` the time that is shown. */
type Project = (
  reader: ClusterReader,
  query: Readonly<Record<string, string | number | boolean | null>>,
  given: ProjectionGiven,
) => Readonly<Record<string, readonly Row[]>>;

/** What a panel's projection is: names and joins engine state into rows, and computes nothing of Kafka's. */
export interface Projection {
  readonly name: string;
  readonly tables: readonly string[];
  readonly project: Project;
}

/** A projection that remembers what it has read of a history: one is made for each world that is shown. */
export interface RememberingProjection {
  readonly name: string;
  readonly tables: readonly string[];
  readonly remember: () => Project;
}

/** Projections with what they remember, for one world. */
export class WorldProjections {
  private readonly known: readonly (Projection | RememberingProjection)[];
  private readonly made = new Map<string, Projection>();

  constructor(known: readonly (Projection | RememberingProjection)[]) {
    this.known = known;
  }

  /** A projection by name; null when there is none. */
  get(name: string): Projection | null {
    const made = this.made.get(name);
    if (made !== undefined) return made;
    const found = this.known.find((each) => each.name === name);
    if (found === undefined) return null;
    const projection = 'project' in found ? found : { name, tables: found.tables, project: found.remember() };
    this.made.set(name, projection);
    return projection;
  }
}
