/** The views, found by folder: adding one touches its folder alone. */
import type { ComponentType } from 'react';

/** A view of the simulation: the picture, and what it knows of a selected thing. */
export interface PanelEntry {
  /** Its text is `panel.<name>`. */
  readonly name: string;
  readonly order: number;
  readonly Panel: ComponentType<{ readonly isVisit?: boolean }>;
  /** Facts of the selected thing. */
  readonly Inspector?: ComponentType;
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
