import { expect, test } from 'vitest';
import type { EngineApi } from '../contract/engine-api.ts';
import type { Lesson, LessonView } from '../contract/lesson.ts';
import file from '../lessons/03-which-partition/lesson.json';
import { EngineHost } from './engine-host.ts';

const lesson = file as unknown as Lesson;

/** A host whose clock the test turns: each tick is 50 ms of wall time. */
function opened(): { readonly engine: EngineApi; readonly tick: () => void; readonly look: () => Promise<LessonView> } {
  const state = { millis: 0, waiting: [] as (() => void)[] };
  const wait = (callback: () => void): void => void state.waiting.push(callback);
  const engine = new EngineHost({ wallMillis: () => state.millis, soon: wait, nextTick: wait }).facade();
  expect(engine.openLesson(lesson, { level: 'worked', step: null })).toEqual({ ok: true, value: null });
  const look = async (): Promise<LessonView> => {
    engine.setBreaks([]);
    engine.watch({ projections: [] });
    const { lesson: view } = await engine.nextFrame();
    if (view === null) throw new Error('a lesson is open');
    return view;
  };
  const tick = (): void => {
    state.millis += 50;
    for (const callback of state.waiting.splice(0)) callback();
  };
  return { engine, tick, look };
}

const anotherSend = { kind: 'send', producer: 'checkout', topic: 'orders', partition: 1, key: 'x', value: 'y' } as const;

test('before a prediction is committed time does not go on and nothing can be done, whatever the page asks', async () => {
  const { engine, tick, look } = opened();
  engine.setPace({ kind: 'unbounded' });
  tick();
  engine.step('milestone');
  engine.nextInteresting();
  engine.seek({ micros: 9_000_000 });
  expect(engine.submit(anotherSend)).toMatchObject({ ok: false, problem: { code: 'lesson-predict-first' } });
  const frame = await engine.nextFrame();
  expect(frame.at.micros).toBe(1_000_000);
  expect((await look()).phase).toBe('predict');
});

test('the run is let go by a commitment, ends at the state that it is for, and then the truth of the fork is shown', async () => {
  const { engine, tick, look } = opened();
  expect(engine.lessonMove({ kind: 'commit', answers: {} })).toMatchObject({ ok: false, problem: { code: 'lesson-unanswered' } });
  expect(engine.lessonMove({ kind: 'commit', answers: { where: 'p0' } })).toMatchObject({ ok: true });
  expect(await look()).toMatchObject({ phase: 'ready', verdicts: null });
  engine.setPace({ kind: 'unbounded' });
  for (let i = 0; i < 20; i++) tick();
  const view = await look();
  expect(view).toMatchObject({ phase: 'explain', firstAsked: 1, firstRight: 0 });
  expect(view.verdicts).toMatchObject([{ prediction: 'where', right: 'p2', isRight: false, mis: 'slip' }]);
  const story = engine.lessonStory();
  const append = story.find(({ name }) => name === 'recordsAppended');
  expect(engine.lessonMove({ kind: 'pick', event: story[0]?.id ?? -1 }).ok).toBe(true);
  expect((await look()).phase).toBe('explain');
  expect(engine.lessonMove({ kind: 'pick', event: append?.id ?? -1 }).ok).toBe(true);
  expect((await look()).phase).toBe('done');
});

test('a command that the step does not name is refused by the worker, one that it names is done; outside nothing is locked', async () => {
  const { engine, look } = opened();
  engine.lessonMove({ kind: 'go', step: 'find' });
  expect(engine.submit(anotherSend)).toMatchObject({ ok: false, problem: { code: 'lesson-locked' } });
  expect(engine.submit({ kind: 'fault', fault: 'kill', params: { node: 1 } })).toMatchObject({
    ok: false,
    problem: { code: 'lesson-locked' },
  });
  expect(engine.submit({ ...anotherSend, partition: null })).toMatchObject({ ok: true });
  expect((await look()).phase).toBe('act');
  engine.lessonMove({ kind: 'leave' });
  expect(engine.submit(anotherSend)).toMatchObject({ ok: true });
});

test('the solution that is shown counts as help, and a success with it is no mastery', async () => {
  const { engine, look } = opened();
  engine.lessonMove({ kind: 'go', step: 'find' });
  engine.lessonMove({ kind: 'solve' });
  expect(await look()).toMatchObject({ phase: 'done', isAssisted: true, isMastered: false });
});
