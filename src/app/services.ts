/** What the page is given from outside: the engine, the link codec, the presets. Tests and the fixture page give others. */
import type { EngineApi, Result } from '../contract/engine-api.ts';
import type { Scenario } from '../contract/scenario.ts';

/** The engine as the page sees it: across a thread every answer comes later. */
export type AsyncEngine = {
  readonly [K in keyof EngineApi]: (...given: Parameters<EngineApi[K]>) => Promise<Awaited<ReturnType<EngineApi[K]>>>;
};

/**
 * Scenario to link and file, and back. Whatever is wrong with one comes back as a problem for a person, never as something else opened in
 * its place.
 */
export interface ScenarioCodec {
  /** The fragment without `#`. */
  encodeLink(scenario: Scenario): string;
  decodeLink(fragment: string): Result<Scenario>;
  /** The text of a scenario file. */
  readScenario(text: string): Result<Scenario>;
  writeScenario(scenario: Scenario): string;
  /** A name for the file, from the title in the language that is shown. */
  fileNameOf(title: string): string;
}

/** A scenario that comes with the product; its texts are `preset.<name>.title` and `preset.<name>.about`. */
export interface Preset {
  readonly name: string;
  readonly minutes: number;
  readonly load: () => Promise<Scenario>;
}

/** How the engine runs: in its own thread, or, where none may start, on the page's. */
export type EngineHome = 'worker' | 'page';

/**
 * How the error of a worker begins whose second part could not be loaded; the build writes it (`scripts/split-worker/split.mjs`). What the
 * engine was doing is half done: only opening the page again helps.
 */
export const partMissing = 'engine-part-missing';

/** An engine that runs, and how to be rid of it. */
export interface StartedEngine {
  readonly engine: AsyncEngine;
  readonly home: EngineHome;
  readonly stop: () => void;
}

/** Everything from outside. */
export interface Services {
  /**
   * `onStop` is told what an engine of its own thread died of: nobody waits for an answer there that could carry it. `onMove` is told
   * where an engine runs that starts after it was asked for.
   */
  readonly startEngine: (onStop: (detail: string) => void, onMove: (home: EngineHome) => void) => Promise<StartedEngine>;
  readonly loadCodec: () => Promise<ScenarioCodec>;
  readonly presets: readonly Preset[];
}
