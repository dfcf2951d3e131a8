import { groupConfigOf, groupCoordinatorConfigOf } from '../../engine/kafka/coordinator/config.ts';
import type { CoordinatorContext, RegexResolution } from '../../engine/kafka/coordinator/context.ts';
import { failure } from '../../engine/kafka/coordinator/failure.ts';
import { GroupCoordinatorShard } from '../../engine/kafka/coordinator/shard.ts';
import { errorByCode, errorByName, errorMessage } from '../../engine/kafka/error-details.ts';
import { errors } from '../../engine/kafka/errors.ts';
import type { Json } from '../registry.ts';
import { isList, isObject } from '../rows.ts';
import type { JsonObject } from '../rows.ts';
import { plainJson, renamed, responseJson, storedJson } from './answers.ts';
import { hexProtocol } from './consumer-protocol-bytes.ts';
import { requestsOf } from './requests.ts';
import { groupSummaries } from './summary.ts';
import { RowLog, RowMembers, RowTopics } from './world.ts';

/** A request of a row that waits for its answers: several when it asks about several groups. */
interface OpenRequest {
  readonly label: string;
  readonly api: string;
  readonly apiVersion: number;
  readonly firstToken: number;
  readonly count: number;
  readonly answers: Map<number, unknown>;
}

/** What the recorder set and a row does not list: only the kind that is about it does. */
const unlistedSettings = { 'group.consumer.assignment.interval.ms': '0' };

/** Timers that the rows do not list. */
const unlistedTimer = 'expire-group-metadata';

/** Plays a row's steps with one coordinator on a virtual clock and an in-memory log. */
export class GroupPlayer {
  private readonly log = new RowLog();
  private readonly topics = new RowTopics();
  private readonly members: RowMembers;
  private readonly shard: GroupCoordinatorShard;
  private nowMillis: number;
  private isHighWatermarkHeld = false;
  private isLoadHeld = false;
  private isBackgroundHeld = false;
  private nextToken = 1;
  private readonly open: OpenRequest[] = [];
  private background: RegexResolution[] = [];
  private responses: Json[] = [];
  /** The recorder looked at a step's own answer last. */
  private ownResponses: Json[] = [];
  private isAsking = false;
  private fired: Json[] = [];
  private isAdvancing = false;
  private hasAdvanced = false;
  private shownGroups: ReadonlyMap<string, Json> = new Map();
  private shownTimers: ReadonlyMap<string, Json> = new Map();
  private shownRecordCount = 0;

  constructor(input: JsonObject) {
    this.nowMillis = Number(input['startMs']);
    this.members = new RowMembers(new Map(entriesOf(input['memberIds']).map(([label, real]) => [label, String(real)])));
    for (const topic of (isList(input['topics']) ? input['topics'] : []).filter(isObject)) this.putTopic(topic);
    const settings = Object.fromEntries(entriesOf(input['config']).map(([key, value]) => [key, String(value)]));
    this.shard = new GroupCoordinatorShard(groupCoordinatorConfigOf({ ...unlistedSettings, ...settings }));
    this.topics.version = 1;
    this.shard.startLoading();
    this.shard.finishLoading(this.context(), [], { highWatermark: 0, endOffset: 0 });
  }

  /** Plays one step and says what came of it. */
  play(step: Json): Json {
    const fields = isObject(step) ? renamedStep(step, this.members) : {};
    this.responses = [];
    this.ownResponses = [];
    this.hasAdvanced = false;
    this.fired = [];
    this.act(String(fields['op']), fields);
    this.settle();
    this.fireUntil(this.nowMillis);
    return this.seen();
  }

  private act(op: string, step: JsonObject): void {
    const name = String(step['name']);
    switch (op) {
      case 'AdvanceTime':
        this.advance(Number(step['ms']));
        return;
      case 'Resign':
        this.isLoadHeld = false;
        this.shard.unload(this.context());
        return;
      case 'Elect':
        this.shard.startLoading();
        this.isLoadHeld = step['holdLoad'] === true;
        if (!this.isLoadHeld) this.load();
        return;
      case 'CompleteLoad':
        if (this.isLoadHeld) this.load();
        return;
      case 'FailNextAppend':
        this.log.failNextAppend = failure(codeOf(step['error']));
        return;
      case 'FailNextTxnVerification':
        this.log.failNextVerification = failure(codeOf(step['error']));
        return;
      case 'HoldHighWatermark':
      case 'ReleaseHighWatermark':
        this.isHighWatermarkHeld = op === 'HoldHighWatermark';
        return;
      case 'HoldBackgroundTasks':
      case 'RunBackgroundTasks':
        this.isBackgroundHeld = op === 'HoldBackgroundTasks';
        return;
      case 'CreateTopic':
        this.putTopic(step);
        this.changeTopics({ createdNames: [name], changedNames: [], deleted: [] });
        return;
      case 'CreatePartitions':
        this.topics.put(name, this.topics.byName(name)?.topicId ?? '', Number(step['partitions']));
        this.changeTopics({ createdNames: [], changedNames: [name], deleted: [] });
        return;
      case 'DeleteTopic': {
        const deleted = this.topics.remove(name);
        this.changeTopics({ createdNames: [], changedNames: [], deleted: deleted === undefined ? [] : [deleted] });
        return;
      }
      case 'AlterGroupConfig': {
        const settings = Object.fromEntries(entriesOf(step['config']).map(([key, value]) => [key, String(value)]));
        this.shard.state.groupConfigs.set(String(step['group']), groupConfigOf(settings));
        return;
      }
      case 'WriteTxnMarkers':
        this.endTransaction(step);
        return;
      default:
        this.request(op, step);
    }
  }

  private request(api: string, step: JsonObject): void {
    const apiVersion = Number(step['apiVersion']);
    const requests = requestsOf(api, step['data']);
    this.expectAnswers(step, api, requests.length);
    this.isAsking = true;
    for (const request of requests) {
      const from = { token: this.nextToken++, apiVersion, clientId: String(step['clientId']), clientHost: '/127.0.0.1' };
      this.shard.handle(this.context(), request, from);
      this.settle();
    }
    this.isAsking = false;
    this.responses.push(...this.ownResponses);
  }

  private endTransaction(step: JsonObject): void {
    this.expectAnswers(step, 'WriteTxnMarkers', 1);
    this.shard.completeTransaction(this.context(), this.nextToken++, {
      producerId: Number(step['producerId']),
      producerEpoch: Number(step['producerEpoch']),
      coordinatorEpoch: Number(step['coordinatorEpoch']),
      isCommit: step['result'] === 'COMMIT',
    });
  }

  private expectAnswers(step: JsonObject, api: string, count: number): void {
    const { nextToken: firstToken } = this;
    this.open.push({ label: String(step['request']), api, apiVersion: Number(step['apiVersion']), firstToken, count, answers: new Map() });
  }

  private answer(token: number, response: unknown): void {
    const request = this.open.find(({ firstToken, count }) => token >= firstToken && token < firstToken + count);
    if (request === undefined) return;
    request.answers.set(token, response);
    if (request.answers.size < request.count) return;
    const { label, api, apiVersion } = request;
    const at = this.isAdvancing ? { at: this.nowMillis } : {};
    if (api === 'WriteTxnMarkers') {
      const { errorCode } = response as { readonly errorCode: number };
      const message = errorCode === errors.NONE ? {} : { message: errorMessage(errorCode) };
      this.responses.push({ request: label, ...at, error: errorByCode(errorCode).name, ...message });
      return;
    }
    const isOwn = this.isAsking && request === this.open[this.open.length - 1];
    const sorted = [...request.answers].sort(([a], [b]) => a - b).map(([, each]) => each);
    (isOwn ? this.ownResponses : this.responses).push({
      request: label,
      ...at,
      data: responseJson(api, apiVersion, api === 'OffsetFetch' ? { groups: sorted } : response),
    });
  }

  /** Time passes; timers fire at their deadlines. */
  private advance(ms: number): void {
    const end = this.nowMillis + ms;
    this.isAdvancing = true;
    this.hasAdvanced = true;
    this.fireUntil(end);
    this.nowMillis = end;
    this.isAdvancing = false;
  }

  private fireUntil(end: number): void {
    for (let next = this.shard.nextDeadlineMillis; next !== null && next <= end; next = this.shard.nextDeadlineMillis) {
      this.nowMillis = Math.max(this.nowMillis, next);
      const before = this.log.endOffset;
      const key = this.shard.onTimer(this.context());
      // The recorder kept silent about a search for expired offsets that found none.
      if (key !== null && (key !== unlistedTimer || this.log.endOffset > before)) this.fired.push({ timer: key, at: this.nowMillis });
      this.settle();
    }
  }

  /** What follows at once when nobody holds it back: the high watermark moves, and the background does its work. */
  private settle(): void {
    if (!this.isHighWatermarkHeld) this.shard.onHighWatermark(this.context(), this.log.endOffset);
    while (!this.isBackgroundHeld && this.background.length > 0) {
      const work = this.background.shift();
      if (work === undefined) continue;
      this.shard.resolveRegularExpressions(this.context(), work);
      if (!this.isHighWatermarkHeld) this.shard.onHighWatermark(this.context(), this.log.endOffset);
    }
  }

  private load(): void {
    this.isLoadHeld = false;
    const { endOffset } = this.log;
    this.shard.finishLoading(this.context(), this.log.records, { highWatermark: endOffset, endOffset });
  }

  private changeTopics(change: Parameters<GroupCoordinatorShard['onTopicsChanged']>[1]): void {
    this.topics.version += 1;
    this.shard.onTopicsChanged(this.context(), change);
  }

  private putTopic(topic: JsonObject): void {
    this.topics.put(String(topic['name']), String(topic['topicId']), Number(topic['partitions']));
  }

  private context(): CoordinatorContext {
    this.log.nowMillis = this.nowMillis;
    return {
      nowMillis: this.nowMillis,
      topics: this.topics,
      embedded: hexProtocol,
      log: this.log,
      generateMemberId: (prefix) => this.members.draw(prefix),
      answer: (token, response) => {
        this.answer(token, response);
      },
      tell: () => undefined,
      resolveRegularExpressions: (work) => this.background.push(work),
    };
  }

  private seen(): Json {
    const records = this.log.records.slice(this.shownRecordCount).map((stored) => storedJson(stored, this.hasAdvanced));
    this.shownRecordCount = this.log.endOffset;
    const groups = groupSummaries(this.shard.state, this.topics);
    const listed = this.shard.state.timers.all().filter(({ key }) => key !== unlistedTimer);
    const timers = new Map(listed.map(({ key, deadlineMillis }) => [key, deadlineMillis]));
    const changedGroups = changes(this.shownGroups, groups);
    const changedTimers = changes(this.shownTimers, timers);
    this.shownGroups = groups;
    this.shownTimers = timers;
    const answer: JsonObject = {
      ...(this.responses.length === 0 ? {} : { responses: this.responses }),
      ...(records.length === 0 ? {} : { records }),
      ...(this.fired.length === 0 ? {} : { fired: this.fired }),
      ...(changedGroups === null ? {} : { groups: changedGroups }),
      ...(changedTimers === null ? {} : { timers: changedTimers }),
      ...(this.background.length === 0 ? {} : { backgroundTasks: this.background.length }),
    };
    return renamed(plainJson(answer), (text) => this.members.labelled(text));
  }
}

/** What of a map is new, other or gone (null); null when nothing is. */
function changes(before: ReadonlyMap<string, Json>, now: ReadonlyMap<string, Json>): JsonObject | null {
  const changed: [string, Json][] = [];
  for (const [key, value] of now) if (JSON.stringify(before.get(key)) !== JSON.stringify(value)) changed.push([key, value]);
  for (const key of before.keys()) if (!now.has(key)) changed.push([key, null]);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

/** The step with real ids in place of labels; `request` labels stay. */
function renamedStep(step: JsonObject, members: RowMembers): JsonObject {
  return { ...step, data: renamed(step['data'] ?? null, (text) => members.real(text)) };
}

function entriesOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value).map(([key, item]) => [key, item ?? null]) : [];
}

function codeOf(name: Json | undefined): number {
  return errorByName(String(name))?.code ?? errors.UNKNOWN_SERVER_ERROR;
}

/** Plays a row of any of the kinds of group coordination. */
export function playGroups(input: Json): Json {
  const fields = isObject(input) ? input : {};
  const player = new GroupPlayer(fields);
  return { steps: (isList(fields['steps']) ? fields['steps'] : []).map((step) => player.play(step)) };
}
