import type { Random } from '../kernel/random.ts';

/** One of the list, each as likely as it stands there. */
export function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}
