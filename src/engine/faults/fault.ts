import type { Cluster } from '../kafka/cluster.ts';

/** Where a fault's verb appears in the interface. */
export type FaultTarget = 'broker' | 'controller' | 'link' | 'partition' | 'client' | 'message' | 'disk';

/** A value that a fault asks for, with what the form shows first. */
export interface FaultParam {
  readonly name: string;
  readonly kind: 'millis' | 'percent' | 'node' | 'count';
  readonly initial: number;
}

/** Names and numbers as a command carries them. */
export type FaultParams = Readonly<Record<string, string | number>>;

/** A way to break or mend something. Menus, commands and random tests are built from the list of them. */
export interface Fault {
  readonly name: string;
  readonly target: FaultTarget;
  readonly params: readonly FaultParam[];
  /** Why it cannot be done now, as the code of a text; null when it can. */
  refusal(cluster: Cluster, params: FaultParams): string | null;
  apply(cluster: Cluster, params: FaultParams): void;
}

/** A number among the parameters; NaN when it is missing. */
export function numberParam(params: FaultParams, name: string): number {
  const value = params[name];
  return typeof value === 'number' ? value : Number.NaN;
}
