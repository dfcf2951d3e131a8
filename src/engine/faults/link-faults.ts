import { healthyLink } from '../kernel/network.ts';
import { linkCut, linkHealed, linkSlowed } from '../kernel/events.ts';
import type { Cluster } from '../kafka/cluster.ts';
import type { NodeId } from '../kernel/units.ts';
import { numberParam } from './fault.ts';
import type { Fault, FaultParams } from './fault.ts';

interface Ends {
  readonly from: NodeId;
  readonly to: NodeId;
}

const endsOf = (params: FaultParams): Ends => ({ from: numberParam(params, 'from'), to: numberParam(params, 'to') });

function needsNodes(cluster: Cluster, params: FaultParams): string | null {
  const { from, to } = endsOf(params);
  if (from === to) return 'same-node';
  return cluster.kernel.hasNode(from) && cluster.kernel.hasNode(to) ? null : 'unknown-node';
}

function cutOneWay(cluster: Cluster, { from, to }: Ends): void {
  const { kernel } = cluster;
  kernel.setLink(from, to, { ...kernel.network.condition(from, to), isCut: true });
  kernel.emitFrom(from, linkCut, { from, to }, -1);
}

function healOneWay(cluster: Cluster, { from, to }: Ends): void {
  cluster.kernel.setLink(from, to, healthyLink);
  cluster.kernel.emitFrom(from, linkHealed, { from, to }, -1);
}

const back = ({ from, to }: Ends): Ends => ({ from: to, to: from });

/** Pulls the cable between two nodes: nothing passes either way, and nobody is told. */
export const cut: Fault = {
  name: 'cut',
  target: 'link',
  params: [],
  refusal(cluster, params) {
    const reason = needsNodes(cluster, params);
    if (reason !== null) return reason;
    const ends = endsOf(params);
    const { network } = cluster.kernel;
    return network.isCut(ends.from, ends.to) && network.isCut(ends.to, ends.from) ? 'is-cut' : null;
  },
  apply(cluster, params) {
    cutOneWay(cluster, endsOf(params));
    cutOneWay(cluster, back(endsOf(params)));
  },
};

/** Only one direction is lost: what most diagrams of partitions forget. */
export const cutOneDirection: Fault = {
  name: 'cut-one-way',
  target: 'link',
  params: [],
  refusal(cluster, params) {
    const reason = needsNodes(cluster, params);
    if (reason !== null) return reason;
    const ends = endsOf(params);
    return cluster.kernel.network.isCut(ends.from, ends.to) ? 'is-cut' : null;
  },
  apply: (cluster, params) => cutOneWay(cluster, endsOf(params)),
};

/** Everything is well again between two nodes. */
export const heal: Fault = {
  name: 'heal',
  target: 'link',
  params: [],
  refusal(cluster, params) {
    const reason = needsNodes(cluster, params);
    if (reason !== null) return reason;
    const { from, to } = endsOf(params);
    const { network } = cluster.kernel;
    return network.condition(from, to) === healthyLink && network.condition(to, from) === healthyLink ? 'is-healthy' : null;
  },
  apply(cluster, params) {
    healOneWay(cluster, endsOf(params));
    healOneWay(cluster, back(endsOf(params)));
  },
};

/** Everything is well again everywhere. */
export const healAll: Fault = {
  name: 'heal-all',
  target: 'link',
  params: [],
  refusal: (cluster) => ([...cluster.kernel.network.disturbedLinks()].length === 0 ? 'is-healthy' : null),
  apply(cluster) {
    for (const { from, to } of [...cluster.kernel.network.disturbedLinks()]) healOneWay(cluster, { from, to });
  },
};

/** Adds latency and loss to both directions of a link. */
export const slowLink: Fault = {
  name: 'slow-link',
  target: 'link',
  params: [
    { name: 'extraMillis', kind: 'millis', initial: 200 },
    { name: 'lossPercent', kind: 'percent', initial: 0 },
  ],
  refusal(cluster, params) {
    const reason = needsNodes(cluster, params);
    if (reason !== null) return reason;
    const extra = numberParam(params, 'extraMillis');
    const loss = numberParam(params, 'lossPercent');
    return extra >= 0 && extra <= 600_000 && loss >= 0 && loss <= 90 ? null : 'out-of-range';
  },
  apply(cluster, params) {
    const ends = endsOf(params);
    const extraLatencyMicros = Math.round(numberParam(params, 'extraMillis') * 1000);
    const lossPerThousand = Math.round(numberParam(params, 'lossPercent') * 10);
    for (const { from, to } of [ends, back(ends)]) {
      cluster.kernel.setLink(from, to, { isCut: false, extraLatencyMicros, lossPerThousand });
      cluster.kernel.emitFrom(from, linkSlowed, { from, to, extraLatencyMicros, lossPerThousand }, -1);
    }
  },
};
