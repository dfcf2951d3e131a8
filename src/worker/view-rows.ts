import type { RowPatch, ViewSpec } from '../contract/engine-api.ts';
import type { ClusterWorld } from '../engine/session/cluster-world.ts';
import type { Session } from '../engine/session/session.ts';
import type { Projection, WorldProjections } from './projection.ts';
import { RowDiff } from './row-diff.ts';

/** A history with what is projected of it. */
export interface History {
  readonly world: ClusterWorld;
  readonly session: Session;
  readonly projections: WorldProjections;
}

type Query = ViewSpec['projections'][number]['query'];
type Tools = Parameters<Projection['project']>[2];
type Tables = ReturnType<Projection['project']>;

/** The rows of what is on screen, of one history or of two on one clock. */
export class ViewRows {
  spec: ViewSpec = { projections: [] };
  private readonly diffs = new Map<string, RowDiff>();

  /** Whoever reads them knows nothing any more. */
  forget(): void {
    this.diffs.clear();
  }

  /** What changed since the rows that were read last. */
  changes(own: History, other: History | null, tools: Tools): readonly RowPatch[] {
    const patches: RowPatch[] = [];
    if (other !== null) other.session.seekMicros(own.session.position.micros);
    for (const { name, query } of this.spec.projections) {
      const projection = own.projections.get(name);
      if (projection === null) continue;
      const asked = { ...query, nowMicros: own.session.position.micros };
      const beside = other?.projections.get(name) ?? null;
      const tables = projection.project(own.world.reader, asked, tools);
      const others = other === null || beside === null ? null : beside.project(other.world.reader, asked, tools);
      for (const table of projection.tables) this.diff(table, tables[table] ?? [], patches);
      for (const table of projection.tables)
        if (others !== null || this.diffs.has(`other:${table}`)) this.diff(`other:${table}`, others?.[table] ?? [], patches);
    }
    return patches;
  }

  /** All rows of two histories at another time. What is shown, and what its reader has, stays as it is. */
  at(micros: number, own: History, other: History, tools: Tools): readonly RowPatch[] {
    const patches: RowPatch[] = [];
    const shown = own.session.position;
    own.session.seekMicros(micros);
    other.session.seekMicros(micros);
    for (const { name, query } of this.spec.projections) {
      const asked: Query = { ...query, nowMicros: micros };
      const add = (prefix: string, { projections, world }: History): void => {
        const projection = projections.get(name);
        const tables: Tables = projection?.project(world.reader, asked, tools) ?? {};
        for (const table of projection?.tables ?? []) patches.push({ table: prefix + table, upsert: tables[table] ?? [], remove: [] });
      };
      add('', own);
      add('other:', other);
    }
    own.session.seek(shown);
    other.session.seekMicros(shown.micros);
    return patches;
  }

  private diff(table: string, rows: Tables[string] & object, patches: RowPatch[]): void {
    const diff = this.diffs.get(table) ?? new RowDiff();
    this.diffs.set(table, diff);
    const patch = diff.patch(table, rows);
    if (patch !== null) patches.push(patch);
  }
}
