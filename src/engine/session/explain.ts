import type { EventRow, ExplanationHop } from '../../contract/engine-api.ts';
import { causeChain } from '../explain/chain.ts';
import type { AnswerLine } from '../explain/answer.ts';
import { questions } from '../explain/questions/index.ts';
import { errorName } from '../kafka/errors.ts';
import type { TraceRow } from '../kernel/trace.ts';
import type { ClusterWorld } from './cluster-world.ts';
import { eventRow } from './event-rows.ts';
import type { Session } from './session.ts';

/** An event as the page takes it. */
export function rowForPage(world: ClusterWorld, row: TraceRow): EventRow {
  return eventRow(row, world.kernel.names, errorName);
}

/** How many details that fell out of the ring one answer makes again. */
const mostRecovered = 3;

/** The chain of causes of an event. A detail that fell out of the ring is made again by replaying from the checkpoint before it. */
export function explainEvent(world: ClusterWorld, session: Session, event: number): readonly ExplanationHop[] {
  const { kernel } = world;
  const now = session.position;
  let recoveredCount = 0;
  const chain = causeChain(
    {
      trace: kernel.trace,
      names: kernel.names,
      recover: (id) => {
        if (recoveredCount++ < mostRecovered) session.seekEvent(id);
      },
    },
    event,
  );
  if (recoveredCount > 0) session.seek(now);
  return chain.map(({ row, link }) => ({ event: rowForPage(world, row), link }));
}

/** Answers a "why not?" from the state; nothing for a question that is not known. */
export function answerQuestion(
  world: ClusterWorld,
  question: string,
  params: Readonly<Record<string, string | number>>,
): readonly AnswerLine[] {
  return questions.find((each) => each.name === question)?.answer(world.reader, params) ?? [];
}
