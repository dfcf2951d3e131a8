import { bitRot, failDisk, fillDisk, freeDisk, mendDisk, slowDisk, tornWrite, wipe } from './disk-faults.ts';
import type { Fault } from './fault.ts';
import { cut, cutOneDirection, heal, healAll, slowLink } from './link-faults.ts';
import { kill, pause, powerLoss, restart, resume, stop } from './node-faults.ts';

/** Every fault, in the order of menus. */
export const faults: readonly Fault[] = [
  kill,
  stop,
  powerLoss,
  pause,
  resume,
  restart,
  slowDisk,
  mendDisk,
  tornWrite,
  bitRot,
  fillDisk,
  freeDisk,
  failDisk,
  wipe,
  cut,
  cutOneDirection,
  slowLink,
  heal,
  healAll,
];

/** The fault of a name; null for an unknown one. */
export function faultByName(name: string): Fault | null {
  return faults.find((fault) => fault.name === name) ?? null;
}
