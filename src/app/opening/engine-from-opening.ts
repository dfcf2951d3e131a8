/**
 * An engine that answers from a lesson's recorded opening until somebody acts. The first call that was not recorded starts the real engine,
 * which is told what the recording was told; from then on everything goes to it. Where both differ, the engine's first frame says it.
 */
import type { Frame, ViewSpec } from '../../contract/engine-api.ts';
import type { Lesson } from '../../contract/lesson.ts';
import type { Opening } from '../../contract/opening.ts';
import { RowDiff } from '../../worker/row-diff.ts';
import type { AsyncEngine } from '../services.ts';
import { recordedTables } from './recorded.ts';

/** The name of the mark on the browser's timeline at which the real engine has answered; its detail says whether it said the same. */
export const takeoverMark = 'kafkascope-engine-takes-over';

/** Around the engine, since a remote object is no value that a promise should look into. */
interface Started {
  readonly engine: AsyncEngine;
}

type OpenFrom = Parameters<AsyncEngine['openLesson']>[1];

/** The engine of an opening; `wake` starts the real one ahead of the first act. */
export function engineFromOpening(
  opening: Opening,
  start: () => Promise<Started>,
): { readonly engine: AsyncEngine; readonly wake: () => void } {
  const still = new OpeningEngine(opening, start);
  const own: Partial<AsyncEngine> = {
    openLesson: (lesson, from) => still.openLesson(lesson, from),
    lessonStory: () => still.lessonStory(),
    watch: (spec) => still.watch(spec),
    nextFrame: () => still.nextFrame(),
    catalogue: () => still.catalogue(),
  };
  const engine = new Proxy(own as AsyncEngine, {
    get: (target, name): unknown => {
      // A promise that looks whether this is a promise is told that it is none.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return name in target ? Reflect.get(target, name) : (...given: unknown[]) => still.call(name, given);
    },
  });
  return {
    engine,
    wake: () => {
      still.wake();
    },
  };
}

class OpeningEngine {
  private readonly opening: Opening;
  private readonly start: () => Promise<Started>;
  /** The lesson that was opened from the recording. */
  private opened: { readonly lesson: Lesson; readonly from: OpenFrom } | null = null;
  private spec: ViewSpec = { projections: [] };
  /** What the real engine is asked for first. */
  private caughtUpSpec: ViewSpec = { projections: [] };
  private isChanged = false;
  private hasShown = false;
  private waiting: { readonly resolve: (frame: Frame) => void; readonly reject: (problem: unknown) => void } | null = null;
  /** What the page has of each table. */
  private readonly diffs = new Map<string, RowDiff>();
  private isAwake = false;
  private isHandedOver = false;
  private hasTakenOver = false;
  private startReal: (started: Promise<Started>) => void = () => undefined;
  private readonly real = new Promise<Started>((resolve) => {
    this.startReal = resolve;
  });

  constructor(opening: Opening, start: () => Promise<Started>) {
    this.opening = opening;
    this.start = start;
  }

  /** Starts the real engine. Until it is there the recording goes on answering. */
  wake(): void {
    if (this.isAwake) return;
    this.isAwake = true;
    this.startReal(this.caughtUp());
  }

  /** Starts it, and brings it to where the page is. */
  private async caughtUp(): Promise<Started> {
    const started = await this.start().finally(() => {
      this.handOver();
    });
    if (this.opened === null) return started;
    const { lesson, from } = this.opened;
    await started.engine.openLesson(lesson, from);
    this.caughtUpSpec = this.spec;
    await started.engine.watch(this.spec);
    return started;
  }

  /** From now on everything goes to the real engine, in the order in which it is asked. */
  private handOver(): void {
    if (this.isHandedOver) return;
    this.isHandedOver = true;
    this.wake();
    const { waiting } = this;
    this.waiting = null;
    if (waiting !== null) this.nextReal().then(waiting.resolve, waiting.reject);
  }

  /** The real engine, for a call that the recording does not answer. */
  private async handedOver(): Promise<Started> {
    this.handOver();
    return this.real;
  }

  /** Anything that is never recorded. */
  async call(name: string, given: readonly unknown[]): Promise<unknown> {
    const { engine } = await this.handedOver();
    const method: unknown = Reflect.get(engine, name);
    if (typeof method !== 'function') throw new Error(`the engine has no ${name}`);
    return Reflect.apply(method, engine, given);
  }

  async openLesson(lesson: Lesson, from: OpenFrom): ReturnType<AsyncEngine['openLesson']> {
    const { opening } = this;
    const isRecorded = lesson.id === opening.lesson && lesson.rev === opening.rev && from.level === 'worked' && from.step === null;
    if (this.isHandedOver || this.opened !== null || !isRecorded) return (await this.handedOver()).engine.openLesson(lesson, from);
    this.opened = { lesson, from };
    this.changed();
    return { ok: true, value: null };
  }

  async lessonStory(): ReturnType<AsyncEngine['lessonStory']> {
    if (!this.isHandedOver && this.opened !== null) return this.opening.story;
    return (await this.handedOver()).engine.lessonStory();
  }

  async watch(spec: ViewSpec): Promise<void> {
    this.spec = spec;
    if (this.isHandedOver || recordedTables(this.opening, spec) === null) await (await this.handedOver()).engine.watch(spec);
    else this.changed();
  }

  /** Menus are built from it: it comes with the engine, and nothing waits for it before. */
  async catalogue(): ReturnType<AsyncEngine['catalogue']> {
    return (await this.real).engine.catalogue();
  }

  async nextFrame(): Promise<Frame> {
    if (this.isHandedOver) return this.nextReal();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.flush();
    });
  }

  private changed(): void {
    this.isChanged = true;
    this.flush();
  }

  private flush(): void {
    const { waiting } = this;
    if (waiting === null || !this.isChanged || this.opened === null) return;
    this.isChanged = false;
    this.waiting = null;
    waiting.resolve(this.frame());
  }

  private frame(): Frame {
    const { frame } = this.opening;
    const tables = recordedTables(this.opening, this.spec) ?? [];
    const patches = this.differences(tables.map(({ table, rows }) => ({ table, upsert: rows })));
    const isFirst = !this.hasShown;
    this.hasShown = true;
    return isFirst ? { ...frame, patches } : { ...frame, patches, events: [], eventsReset: false, branches: null };
  }

  /** The next frame of the real engine. Of the first, the rows that the page has already do not come again. */
  private async nextReal(): Promise<Frame> {
    const frame = await (await this.real).engine.nextFrame();
    if (this.hasTakenOver) return frame;
    this.hasTakenOver = true;
    if (!this.hasShown) return frame;
    performance.mark(takeoverMark, { detail: { isSame: this.isAsRecorded(frame) } });
    return { ...frame, patches: this.differences(frame.patches) };
  }

  private isAsRecorded({ digest, patches }: Frame): boolean {
    const recorded = recordedTables(this.opening, this.caughtUpSpec);
    const said = patches.map(({ table, upsert }) => ({ table, rows: upsert }));
    return digest === this.opening.frame.digest && (recorded === null || JSON.stringify(said) === JSON.stringify(recorded));
  }

  private differences(tables: readonly Pick<Frame['patches'][number], 'table' | 'upsert'>[]): Frame['patches'] {
    return tables.flatMap(({ table, upsert }) => {
      const diff = this.diffs.get(table) ?? new RowDiff();
      this.diffs.set(table, diff);
      const patch = diff.patch(table, upsert);
      return patch === null ? [] : [patch];
    });
  }
}
