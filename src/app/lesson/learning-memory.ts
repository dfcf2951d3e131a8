/** Where what a learner did is kept: on the machine, or, where others use it too, only while the page is open. */
import type { Memory } from '../storage.ts';

const sharedKey = 'shared-computer';
const learned = ['progress.v1', 'cards.v1'] as const;
/** What is kept. */
export type Learned = (typeof learned)[number];

/** Whether others use this computer too. */
export function isSharedComputer(memory: Memory): boolean {
  return memory.read(sharedKey) === '1';
}

/** What is kept under a name; empty JSON when there is nothing. */
export function readLearned(memory: Memory, name: Learned): string {
  const text = memory.read(name);
  return text === null || text === '' ? '{}' : text;
}

/** Keeps it, as long as it may be kept. */
export function writeLearned(memory: Memory, name: Learned, text: string): void {
  if (isSharedComputer(memory)) memory.writeForVisit(name, text);
  else memory.write(name, text);
}

/** Says whether others use this computer; if so, nothing of what was learned stays on it, from now on and from before. */
export function setSharedComputer(memory: Memory, isShared: boolean): void {
  memory.write(sharedKey, isShared ? '1' : '');
  for (const name of learned) writeLearned(memory, name, readLearned(memory, name));
}
