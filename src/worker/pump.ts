import type { Pace } from '../contract/engine-api.ts';
import type { TraceRow } from '../engine/kernel/trace.ts';
import type { Session, StopReason } from '../engine/session/session.ts';
import type { Pacer } from './pacer.ts';

/** Where wall time and scheduling come from: the worker's, the page's, or a test's. */
export interface Host {
  wallMillis(): number;
  /** Calls back as soon as other messages have been handled. */
  soon(callback: () => void): void;
  /** Calls back at about the next picture. */
  nextTick(callback: () => void): void;
}

/** Pause and seek arrive between slices, so they answer within one. */
const sliceMillis = 8;
/** After a long gap (a hidden tab) time does not leap. */
const maxCatchUpMillis = 100;

/** So long must nothing have happened before the run stops by itself. */
const settledMicros = 12_000_000;
/** The same while something is broken: longer than the timeouts that may still bring news, delivery.timeout.ms the longest of them. */
const brokenMicros = 125_000_000;

/** Lets simulated time run beside wall time: the only place where the two meet. */
export class Pump {
  private readonly session: Session;
  private readonly pacer: Pacer;
  private readonly host: Host;
  private readonly watch: (row: TraceRow) => boolean;
  private readonly onChange: (stopped: StopReason | null) => void;
  private readonly isSettled: () => boolean;
  private readonly isAwaited: () => boolean;
  /** Simulated time since which nothing worth seeing has happened. */
  private quietSinceMicros = 0;
  private pace: Pace = { kind: 'paused' };
  private lastWallMillis = 0;
  private isScheduled = false;
  /** Simulated time owed but not yet spent, below a microsecond's worth of wall time. */
  private owedMicros = 0;
  microsPerSecond = 0;

  constructor(options: {
    session: Session;
    pacer: Pacer;
    host: Host;
    watch: (row: TraceRow) => boolean;
    onChange: (stopped: StopReason | null) => void;
    isSettled: () => boolean;
    /** Somebody waits for a state that time will bring: however quiet it is, the run goes on. */
    isAwaited?: () => boolean;
  }) {
    this.session = options.session;
    this.pacer = options.pacer;
    this.host = options.host;
    this.watch = options.watch;
    this.onChange = options.onChange;
    this.isSettled = options.isSettled;
    this.isAwaited = options.isAwaited ?? ((): boolean => false);
  }

  get isRunning(): boolean {
    return this.pace.kind !== 'paused';
  }

  setPace(pace: Pace): void {
    this.pace = pace;
    this.lastWallMillis = this.host.wallMillis();
    this.owedMicros = 0;
    this.quietSinceMicros = this.session.position.micros;
    this.microsPerSecond = this.pacer.microsPerSecond(pace, this.session.position.micros, this.lastWallMillis);
    if (this.isRunning) this.schedule(false);
    this.onChange(null);
  }

  private schedule(isSoon: boolean): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    const run = (): void => {
      this.isScheduled = false;
      this.slice();
    };
    if (isSoon) this.host.soon(run);
    else this.host.nextTick(run);
  }

  private slice(): void {
    if (!this.isRunning) return;
    const start = this.host.wallMillis();
    const elapsedMillis = Math.min(start - this.lastWallMillis, maxCatchUpMillis);
    this.lastWallMillis = start;
    const ran = this.pace.kind === 'unbounded' ? this.runSlice(Infinity, start) : this.runPaced(elapsedMillis, start);
    const stop = this.hasNothingToShow() ? 'idle' : ran;
    if (stop === 'watch' || stop === 'idle') this.pace = { kind: 'paused' };
    this.microsPerSecond = this.isRunning ? this.pacer.microsPerSecond(this.pace, this.session.position.micros, start) : 0;
    this.onChange(stop === 'watch' || stop === 'idle' ? stop : null);
    if (this.isRunning) this.schedule(stop === 'budget');
  }

  /**
   * True when time follows interest and there has been none for a while, nor will there be until somebody acts: running on would show
   * nothing.
   */
  private hasNothingToShow(): boolean {
    const { micros } = this.session.position;
    if (this.pace.kind !== 'running' || !this.pace.followsInterest || this.pacer.isInteresting(micros)) {
      this.quietSinceMicros = micros;
      return false;
    }
    if (micros < this.quietSinceMicros) this.quietSinceMicros = micros;
    if (this.session.hasCommandsAhead || this.isAwaited()) return false;
    const quietMicros = micros - this.quietSinceMicros;
    return quietMicros > brokenMicros || (quietMicros > settledMicros && this.isSettled());
  }

  /** Spends the wall time that passed; stops short where something worth seeing begins, so that a hurried slice does not run through it. */
  private runPaced(elapsedMillis: number, start: number): StopReason {
    const rate = this.pacer.microsPerSecond(this.pace, this.session.position.micros, start);
    this.owedMicros += (elapsedMillis * rate) / 1000;
    const whole = Math.floor(this.owedMicros);
    this.owedMicros -= whole;
    return this.runSlice(this.session.position.micros + whole, start);
  }

  private runSlice(untilMicros: number, start: number): StopReason {
    const isSlow = this.pacer.isInteresting(this.session.position.micros);
    let stop: StopReason = 'budget';
    while (stop === 'budget' && this.host.wallMillis() - start < sliceMillis) {
      stop = this.session.advance({ maxSteps: this.pace.kind === 'unbounded' ? 512 : 1, untilMicros, watch: this.watch });
      if (this.pace.kind !== 'running' || !this.pace.followsInterest) continue;
      if (!isSlow && this.pacer.isInteresting(this.session.position.micros)) {
        this.owedMicros = 0;
        return 'time';
      }
    }
    return stop;
  }
}
