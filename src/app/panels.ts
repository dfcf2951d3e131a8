/** The views, found by folder: adding one touches its folder alone. */
import type { ComponentType } from 'react';
import type { ExposureSpec } from '../contract/scenario.ts';
import { isPanelExposed } from '../scenario/exposure.ts';
import type { ObjectRef } from './objects.ts';

/** A view of the simulation: the picture, and what it knows of a selected thing. */
export interface PanelEntry {
  /** Its text is `panel.<name>`. */
  readonly name: string;
  readonly order: number;
  /** It shows one partition at a time: a phone offers to go from one to the next. */
  readonly isOfPartition?: boolean;
  readonly Panel: ComponentType<{ readonly isVisit?: boolean }>;
  /** Facts of the selected thing. */
  readonly Inspector?: ComponentType;
  /** What its own inspector speaks of; of other things the first view's does. Absent: of all. */
  readonly inspects?: readonly (ObjectRef['kind'] | 'nothing')[];
  /** Verbs of the thing whose menu is open. */
  readonly ObjectMenu?: ComponentType;
  /** Two histories beside each other. */
  readonly Compare?: ComponentType;
  /** The scene in sentences, for people who listen. */
  readonly useDescription?: () => string;
}

const found = import.meta.glob<{ readonly panel: PanelEntry }>('../panels/*/panel.ts', { eager: true });

/** Every view, in order. */
export const panels: readonly PanelEntry[] = Object.values(found)
  .map((module) => module.panel)
  .sort((one, other) => one.order - other.order);

/** A view by name; the first when there is none of that name. */
export function panelOf(name: string): PanelEntry | undefined {
  return panels.find((candidate) => candidate.name === name) ?? panels[0];
}

/** Who speaks of the selected thing beside a view: the view itself, or the first one, which knows all things. */
export function inspectorOf(name: string, kind: ObjectRef['kind'] | 'nothing'): ComponentType | undefined {
  const entry = panelOf(name);
  const isOwn = entry?.Inspector !== undefined && (entry.inspects === undefined || entry.inspects.includes(kind));
  return isOwn ? entry.Inspector : panels[0]?.Inspector;
}

/** The view before or after another, around the corner. */
export function neighbourOf(name: string, by: 1 | -1, exposes: ExposureSpec | null = null): string {
  const open = panels.filter((candidate) => isPanelExposed(exposes, candidate.name));
  const at = open.findIndex((candidate) => candidate.name === name);
  return open[(at + by + open.length) % open.length]?.name ?? name;
}
