import type { ReactElement } from 'react';
import { useFrame, useSession } from '../../app/context.ts';
import type { FrameState } from '../../app/frame-store.ts';
import { isSameObject, objectKey } from '../../app/objects.ts';
import type { ObjectRef } from '../../app/objects.ts';
import { useWords } from '../../app/words.ts';
import { arrowSpoken, eventSentence } from './names.ts';
import { rowsOf } from './tables.ts';

/** Something that the arrow keys can choose. */
export interface Option {
  readonly ref: ObjectRef;
  readonly micros: number;
  readonly node: number;
}

/** Everything on the picture, by time. */
export function optionsOf(state: FrameState): readonly Option[] {
  const options: Option[] = [
    ...rowsOf(state, 'space-time.arrows').map((row): Option => ({
      ref: { kind: 'message', id: row.id },
      micros: row.sentMicros,
      node: row.from,
    })),
    ...rowsOf(state, 'space-time.marks').map((row): Option => ({ ref: { kind: 'event', id: row.id }, micros: row.micros, node: row.node })),
  ];
  return options.sort((one, other) => one.micros - other.micros || Number(one.ref.id) - Number(other.ref.id));
}

/** Where an arrow key goes: left and right in time, up and down to what is nearest in time on another node. */
export function nextStop(options: readonly Option[], at: number, key: string): Option | null {
  const newest = options.at(-1) ?? null;
  const current = options[at];
  if (current === undefined) return key.startsWith('Arrow') ? newest : null;
  if (key === 'ArrowRight') return options[at + 1] ?? null;
  if (key === 'ArrowLeft') return options[at - 1] ?? null;
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const nodes = [...new Set(options.map((option) => option.node))].sort((one, other) => one - other);
  const node = nodes[nodes.indexOf(current.node) + (key === 'ArrowDown' ? 1 : -1)];
  const there = options.filter((option) => option.node === node);
  return there.reduce<Option | null>(
    (best, option) => (best === null || Math.abs(option.micros - current.micros) < Math.abs(best.micros - current.micros) ? option : best),
    null,
  );
}

/** The same things as words, for those who listen. Only while time stands: what runs is told by the log. */
export function Options(): ReactElement {
  const words = useWords();
  const state = useFrame((frame) => frame);
  const selection = useSession((session) => session.selection);
  const lifelines = rowsOf(state, 'space-time.lifelines');
  const arrows = new Map(rowsOf(state, 'space-time.arrows').map((row) => [row.id, row]));
  const marks = new Map(rowsOf(state, 'space-time.marks').map((row) => [row.id, row]));
  return (
    <span className="spoken">
      {optionsOf(state).map(({ ref }) => {
        const arrow = ref.kind === 'message' ? arrows.get(ref.id) : undefined;
        const mark = ref.kind === 'event' ? marks.get(ref.id) : undefined;
        const text = arrow === undefined ? (mark === undefined ? '' : eventSentence(mark, words)) : arrowSpoken(arrow, lifelines, words);
        return (
          <span key={objectKey(ref)} id={`st-${objectKey(ref)}`} role="option" aria-selected={isSameObject(selection, ref)}>
            {text}
          </span>
        );
      })}
    </span>
  );
}
