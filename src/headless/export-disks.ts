import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClusterWorld } from '../engine/session/cluster-world.ts';
import { diskFiles } from '../engine/session/disk-files.ts';

/** Writes every broker's log directory below a folder: `broker-1/orders-0/00000000000000000000.log` and so on. */
export function exportDisks(world: ClusterWorld, folder: string): void {
  for (const broker of world.cluster.brokerIds) {
    for (const { path, bytes } of diskFiles(world, broker)) {
      const file = join(folder, `broker-${String(broker)}`, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
  }
}
