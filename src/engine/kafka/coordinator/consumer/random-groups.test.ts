import { expect, test } from 'vitest';
import { Random } from '../../../kernel/random.ts';
import { errors } from '../../errors.ts';
import { Uuid } from '../../util/uuid.ts';
import { defaultGroupCoordinatorConfig } from '../config.ts';
import type { CoordinatorContext, CoordinatorTopic } from '../context.ts';
import type { CoordinatorRecord } from '../records.ts';
import type { ResponseData } from '../result.ts';
import { objectProtocol } from '../service/object-protocol.ts';
import { GroupCoordinatorShard } from '../shard.ts';
import type { StoredRecord } from '../shard.ts';
import { ConsumerGroup } from './consumer-group.ts';

const groupId = 'g';
const seedCount = 15;
const stepCount = 120;

/** A client that does as it is told: it owns what it was given, and gives up what it has no more. */
interface Client {
  readonly memberId: string;
  memberEpoch: number;
  owned: readonly { readonly topicId: string; readonly partitions: readonly number[] }[];
  /** Says what it owns with its next heartbeat. */
  isAcknowledging: boolean;
}

interface HeartbeatAnswer {
  readonly errorCode: number;
  readonly memberEpoch: number;
  readonly assignment: { readonly topicPartitions: Client['owned'] } | null;
}

/** One coordinator, its log and some clients under random treatment. */
class World {
  readonly clients: Client[] = [];
  private readonly random: Random;
  private readonly topics: CoordinatorTopic[] = [];
  private readonly log: StoredRecord[] = [];
  private shard = new GroupCoordinatorShard({ ...defaultGroupCoordinatorConfig, consumerGroupAssignmentIntervalMs: 0 });
  private nowMillis = 1_000_000;
  private nextToken = 1;
  private nextId = 1n;
  private answer: ResponseData = {};
  private version = 1;

  constructor(seed: number) {
    this.random = Random.forLabel(seed, 'groups');
    for (const name of ['orders', 'clicks']) this.addTopic(name);
    this.load();
  }

  get group(): ConsumerGroup | null {
    const group = this.shard.state.group(groupId);
    return group instanceof ConsumerGroup ? group : null;
  }

  act(): void {
    const dice = this.random.below(100);
    if (dice < 20 && this.clients.length < 6) this.join();
    else if (dice < 27) this.take(() => true);
    else if (dice < 32) this.take((client) => this.heartbeat(client, -1));
    else if (dice < 36) this.growTopic();
    else if (dice < 40) this.load();
    else if (dice < 50) this.advance(this.random.below(9000));
    else this.beat();
    this.check();
  }

  /** Everybody who is there sends heartbeats until nothing changes. */
  heal(): void {
    for (let round = 0; round < 40; round++) {
      this.advance(4000);
      for (const client of this.clients) this.heartbeat(client, client.memberEpoch);
    }
  }

  partitionCount(): number {
    return this.topics.reduce((sum, topic) => sum + topic.partitionCount, 0);
  }

  private join(): void {
    const memberId = new Uuid(this.nextId * 7919n, this.nextId * 104729n).text;
    this.nextId += 1n;
    const client: Client = { memberId, memberEpoch: 0, owned: [], isAcknowledging: false };
    this.clients.push(client);
    this.heartbeat(client, 0);
  }

  private beat(): void {
    const client = this.clients[this.random.below(Math.max(this.clients.length, 1))];
    if (client !== undefined) this.heartbeat(client, client.memberEpoch);
  }

  private take(act: (client: Client) => unknown): void {
    const [client] = this.clients.splice(this.random.below(Math.max(this.clients.length, 1)), 1);
    if (client !== undefined) act(client);
  }

  private heartbeat(client: Client, memberEpoch: number): void {
    const isJoining = memberEpoch === 0;
    if (isJoining) client.owned = [];
    const topicPartitions = isJoining || client.isAcknowledging ? client.owned : null;
    client.isAcknowledging = false;
    const data = {
      groupId,
      memberId: client.memberId,
      memberEpoch,
      instanceId: null,
      rackId: null,
      rebalanceTimeoutMs: isJoining ? 20_000 : -1,
      subscribedTopicNames: isJoining ? ['orders', 'clicks'] : null,
      subscribedTopicRegex: null,
      serverAssignor: null,
      topicPartitions,
    };
    const from = { token: this.nextToken++, apiVersion: 1, clientId: 'client', clientHost: '/1' };
    this.shard.handle(this.context(), { api: 'ConsumerGroupHeartbeat', data }, from);
    this.commit();
    this.onAnswer(client, this.answer as unknown as HeartbeatAnswer);
  }

  private onAnswer(client: Client, { errorCode, memberEpoch, assignment }: HeartbeatAnswer): void {
    if (errorCode !== errors.NONE) {
      expect([errors.FENCED_MEMBER_EPOCH, errors.UNKNOWN_MEMBER_ID, errors.GROUP_ID_NOT_FOUND]).toContain(errorCode);
      client.memberEpoch = 0;
      client.owned = [];
      return;
    }
    if (memberEpoch < 0) return;
    client.memberEpoch = memberEpoch;
    if (assignment === null) return;
    client.owned = assignment.topicPartitions;
    client.isAcknowledging = true;
  }

  private addTopic(name: string): void {
    const partitionCount = 1 + this.random.below(6);
    const topicId = new Uuid(BigInt(this.topics.length + 1), 77n).text;
    this.topics.push({ topicId, name, partitionCount, racks: Array.from({ length: partitionCount }, () => []) });
  }

  private growTopic(): void {
    const index = this.random.below(this.topics.length);
    const topic = this.topics[index];
    if (topic === undefined || topic.partitionCount >= 12) return;
    const partitionCount = topic.partitionCount + 1;
    this.topics[index] = { ...topic, partitionCount, racks: Array.from({ length: partitionCount }, () => []) };
    this.version += 1;
    this.shard.onTopicsChanged(this.context(), { createdNames: [], changedNames: [topic.name], deleted: [] });
    this.commit();
  }

  /** Another broker takes over: it knows what the log says, and nothing else. */
  private load(): void {
    const before = this.group;
    this.shard = new GroupCoordinatorShard(this.shard.state.config);
    this.shard.startLoading();
    this.shard.finishLoading(this.context(), this.log, { highWatermark: this.log.length, endOffset: this.log.length });
    expect(described(this.group)).toEqual(described(before));
  }

  private advance(millis: number): void {
    const end = this.nowMillis + millis;
    for (let next = this.shard.nextDeadlineMillis; next !== null && next <= end; next = this.shard.nextDeadlineMillis) {
      this.nowMillis = Math.max(next, this.nowMillis);
      this.shard.onTimer(this.context());
      this.commit();
    }
    this.nowMillis = end;
  }

  private commit(): void {
    this.shard.onHighWatermark(this.context(), this.log.length);
  }

  private check(): void {
    const owned = (this.group?.members.values() ?? []).flatMap((member) =>
      [...member.assignedPartitions, ...member.partitionsPendingRevocation].flatMap(([topicId, epochs]) =>
        [...epochs.keys()].map((partition) => `${topicId}:${String(partition)}`),
      ),
    );
    expect(new Set(owned).size).toBe(owned.length);
  }

  private context(): CoordinatorContext {
    return {
      nowMillis: this.nowMillis,
      topics: {
        version: this.version,
        byName: (name) => this.topics.find((topic) => topic.name === name),
        byId: (topicId) => this.topics.find((topic) => topic.topicId === topicId),
        names: () => this.topics.map(({ name }) => name),
      },
      embedded: objectProtocol,
      log: {
        append: (records: readonly CoordinatorRecord[]) => {
          for (const record of records) this.log.push({ kind: 'record', offset: this.log.length, producerId: null, record });
          return { kind: 'appended', endOffset: this.log.length };
        },
        appendMarker: () => ({ kind: 'appended', endOffset: this.log.length }),
        verifyTransaction: () => null,
      },
      generateMemberId: (prefix) => `${prefix}drawn`,
      answer: (_token, response) => {
        this.answer = response;
      },
      tell: () => undefined,
      resolveRegularExpressions: () => undefined,
    };
  }
}

function described(group: ConsumerGroup | null): unknown {
  if (group === null) return null;
  const { groupEpoch, assignmentEpoch, assignmentTimestamp, metadataHash, state } = group;
  const members = [...group.members.entries()].map(([memberId, member]) => ({ ...member, target: group.targetOf(memberId, null) }));
  return { groupEpoch, assignmentEpoch, assignmentTimestamp, metadataHash, state, members: members.sort(byMemberId) };
}

function byMemberId(a: { readonly memberId: string }, b: { readonly memberId: string }): number {
  return a.memberId < b.memberId ? -1 : 1;
}

test(
  'whatever members do, no partition has two owners, a new coordinator knows what the old one knew, and the group settles',
  { timeout: 60_000 },
  () => {
    for (let seed = 1; seed <= seedCount; seed++) {
      const world = new World(seed);
      for (let step = 0; step < stepCount; step++) world.act();
      world.heal();
      const { group } = world;
      if (world.clients.length === 0) continue;
      expect(group?.state, `seed ${String(seed)}`).toBe('Stable');
      expect(group?.members.size, `seed ${String(seed)}`).toBe(world.clients.length);
      const owned = world.clients.flatMap((client) => client.owned.flatMap(({ partitions }) => partitions));
      expect(owned.length, `seed ${String(seed)}: every partition has an owner`).toBe(world.partitionCount());
    }
  },
);
