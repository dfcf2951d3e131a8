import { State } from '../../../kernel/state.ts';
import type { ClientEnvironment } from '../common/client-environment.ts';
import { RetryBackoff } from '../common/retry-backoff.ts';
import type { ConsumerSettings } from './consumer-settings.ts';

/**
 * Three clocks of a member: when to send the next heartbeat, when the session is over, when poll() was not called for too long.
 * Source: Heartbeat.
 */
export class Heartbeat extends State {
  private readonly settings: ConsumerSettings;
  private readonly environment: ClientEnvironment;
  private readonly retryBackoff: RetryBackoff;
  heartbeatDeadlineMillis: number;
  sessionDeadlineMillis: number;
  pollDeadlineMillis: number;
  isInFlight = false;
  private attempts = 0;

  constructor(settings: ConsumerSettings, environment: ClientEnvironment, nowMillis: number) {
    super();
    this.settings = settings;
    this.environment = environment;
    this.retryBackoff = new RetryBackoff(settings.retryBackoffMillis, settings.retryBackoffMaxMillis);
    this.heartbeatDeadlineMillis = nowMillis + settings.heartbeatIntervalMillis;
    this.sessionDeadlineMillis = nowMillis + settings.sessionTimeoutMillis;
    this.pollDeadlineMillis = nowMillis + settings.maxPollIntervalMillis;
  }

  /** poll() was called. */
  poll(nowMillis: number): void {
    this.pollDeadlineMillis = nowMillis + this.settings.maxPollIntervalMillis;
  }

  sent(nowMillis: number): void {
    this.isInFlight = true;
    this.heartbeatDeadlineMillis = nowMillis + this.settings.heartbeatIntervalMillis;
  }

  /** The next one follows soon, later with each failure. */
  failed(nowMillis: number): void {
    this.isInFlight = false;
    this.heartbeatDeadlineMillis = nowMillis + this.retryBackoff.backoff(this.attempts++, this.environment);
  }

  received(nowMillis: number): void {
    this.isInFlight = false;
    this.attempts = 0;
    this.resetSessionTimeout(nowMillis);
  }

  resetSessionTimeout(nowMillis: number): void {
    this.sessionDeadlineMillis = nowMillis + this.settings.sessionTimeoutMillis;
  }

  resetTimeouts(nowMillis: number): void {
    this.resetSessionTimeout(nowMillis);
    this.poll(nowMillis);
    this.heartbeatDeadlineMillis = nowMillis + this.settings.heartbeatIntervalMillis;
  }
}

/** The heartbeat thread: waits disabled until the member has joined; a failure ends it. Source: BaseHeartbeatThread. */
export class HeartbeatThread extends State {
  isEnabled = false;
  isClosed = false;
}
