import type { Answer, LessonResult, Prediction, Verdict, WrongValue } from '../../contract/lesson.ts';
import { evaluate, holds } from './predicates.ts';
import type { LessonFacts } from './predicates.ts';

/** The right answer, read from a fork in which the step has happened. */
export function truthOf(prediction: Prediction, facts: LessonFacts): Answer {
  switch (prediction.kind) {
    case 'choice':
      return prediction.options.find(({ truth }) => holds(truth, facts))?.id ?? '';
    case 'pick':
      return prediction.options.filter(({ truth }) => holds(truth, facts)).map(({ id }) => id);
    case 'number':
      return print(evaluate(prediction.truth, facts));
    case 'fill':
      return Object.fromEntries(prediction.cells.map(({ id, truth }) => [id, print(evaluate(truth, facts))]));
    case 'order':
      return prediction.items
        .map(({ id, event }) => ({ id, at: facts.events.idsSince(event, facts.stepEvent)[0] ?? Infinity }))
        .sort((one, other) => one.at - other.at)
        .map(({ id }) => id);
    case 'draw':
      return drawn(prediction, facts);
  }
}

function drawn(
  { nodes, api, isRequest }: Extract<Prediction, { readonly kind: 'draw' }>,
  { events, stepEvent }: LessonFacts,
): readonly string[] {
  return nodes.flatMap((from) =>
    nodes.flatMap((to) => {
      if (from === to) return [];
      const sent = events.idsSince({ event: 'messageSent', node: from.node, where: { to: to.node, api, isRequest } }, stepEvent);
      return sent.length > 0 ? [`${from.id}>${to.id}`] : [];
    }),
  );
}

/** A value as a learner would type it: lists with commas. */
function print(value: LessonResult): string {
  return Array.isArray(value) ? value.map(String).join(', ') : String(value ?? '');
}

/** Compares an answer with the truth, and says which belief leads to it when that is known. */
export function judge(prediction: Prediction, answer: Answer | undefined, facts: LessonFacts): Verdict {
  const right = truthOf(prediction, facts);
  const isRight = answer !== undefined && isSame(prediction, answer, right);
  const belief = isRight || answer === undefined ? null : beliefOf(prediction, answer, facts);
  return { prediction: prediction.id, right, isRight, mis: belief?.mis ?? null, why: belief?.why ?? null };
}

function isSame(prediction: Prediction, answer: Answer, right: Answer): boolean {
  switch (prediction.kind) {
    case 'choice':
      return typeof answer === 'string' && right === answer && right !== '';
    case 'number': {
      if (typeof answer !== 'string' || typeof right !== 'string') return false;
      const [given, wanted] = [Number(answer), Number(right)];
      const isNumber = answer.trim() !== '' && right !== '' && !Number.isNaN(wanted);
      return isNumber ? Math.abs(given - wanted) <= (prediction.tolerance ?? 0) : normal(answer) === normal(right);
    }
    case 'order':
      return list(answer).join() === list(right).join();
    case 'pick':
    case 'draw':
      return [...list(answer)].sort().join() === [...list(right)].sort().join();
    case 'fill': {
      const [given, wanted] = [record(answer), record(right)];
      return Object.entries(wanted).every(([cell, value]) => normal(given[cell] ?? '') === normal(value));
    }
  }
}

const list = (answer: Answer): readonly string[] => (Array.isArray(answer) ? (answer as readonly string[]) : []);
const record = (answer: Answer): Readonly<Record<string, string>> =>
  typeof answer === 'object' && !Array.isArray(answer) ? (answer as Readonly<Record<string, string>>) : {};
const normal = (text: string): string => text.replace(/[\s{}[\]]/g, '').replace(/，/g, ',');

interface Belief {
  readonly mis: string | null;
  readonly why: string | null;
}

function beliefOf(prediction: Prediction, answer: Answer, facts: LessonFacts): Belief | null {
  switch (prediction.kind) {
    case 'choice': {
      const chosen = prediction.options.find(({ id }) => id === answer);
      return chosen === undefined ? null : { mis: chosen.mis ?? null, why: chosen.why ?? null };
    }
    case 'pick': {
      const chosen = prediction.options.find(
        ({ id, truth, mis }) => mis !== undefined && list(answer).includes(id) !== holds(truth, facts),
      );
      return chosen === undefined ? null : { mis: chosen.mis ?? null, why: chosen.why ?? null };
    }
    case 'number':
      return wrongValue(prediction.wrong ?? [], () => String(answer), facts);
    case 'fill':
      return wrongValue(prediction.wrong ?? [], (wrong) => record(answer)[wrong.cell] ?? '', facts);
    default:
      return null;
  }
}

function wrongValue<W extends WrongValue>(known: readonly W[], given: (wrong: W) => string, facts: LessonFacts): Belief | null {
  return known.find((wrong) => normal(given(wrong)) === normal(print(evaluate(wrong.value, facts)))) ?? null;
}
