/**
 * The shape of a lesson, strictly, as §4.1 of the format's description has it (docs/LESSON-FORMAT.md). What spans several places is in
 * consistency.ts.
 */
import * as z from 'zod/mini';
import type { Command } from '../../contract/command.ts';
import type { EventPattern, Lesson, LessonFile, LessonPredicate, LessonValue, Prediction } from '../../contract/lesson.ts';
import { commandSchema, scenarioSchema } from '../schema.ts';

const whole = (minimum: number, maximum: number) => z.int().check(z.gte(minimum), z.lte(maximum));
const word = (pattern: RegExp, maximum = 60) => z.string().check(z.minLength(1), z.maxLength(maximum), z.regex(pattern));
const list = <T extends z.ZodMiniType>(item: T, minimum: number, maximum: number) =>
  z.array(item).check(z.minLength(minimum), z.maxLength(maximum));

const id = word(/^[a-zA-Z][a-zA-Z0-9-]*$/);
const textKey = word(/^[a-zA-Z][a-zA-Z0-9.-]*$/, 120);
const panel = word(/^[a-z][a-z0-9-]*$/, 40);
const element = word(/^[a-z-]+:\S+$/, 300);
const fieldName = word(/^[a-zA-Z][a-zA-Z0-9._-]*$/, 160);
const misconception = word(/^(M\d{1,2}|R\d{1,2}|slip)$/);
const plain = z.union([z.number(), z.string().check(z.maxLength(500)), z.boolean()]);
const since = z.literal(['step', 'lesson']);
const millisMax = 24 * 3_600_000;

const commandKinds = [
  'fault',
  'send',
  'configure-client',
  'configure-topic',
  'configure-broker',
  'create-topic',
  'delete-topic',
  'add-partitions',
  'reassign',
  'elect',
  'delete-records',
  'add-producer',
  'add-consumer',
  'remove-client',
  'close-client',
  'change-program',
  'seek-consumer',
  'call-client',
  'set-processing',
  'change-library',
  'workload',
  'set-costs',
  'message',
] as const satisfies readonly Command['kind'][];

const eventPattern: z.ZodMiniType<EventPattern> = z.strictObject({
  event: word(/^[a-zA-Z]+$/),
  node: z.exactOptional(whole(0, 1_000_000)),
  where: z.exactOptional(z.record(fieldName, plain)),
});

const path = word(/^[a-z]+(\([^()]*\))?\.[A-Za-z]+(\[[^[\]]*\])?$/, 300);

const value: z.ZodMiniType<LessonValue> = z.lazy(() =>
  z.union([
    plain,
    z.array(z.union([z.number(), z.string()])),
    z.strictObject({ path }),
    z.strictObject({ count: eventPattern, since: z.exactOptional(since) }),
    z.strictObject({ sum: eventPattern, field: fieldName }),
    z.strictObject({ f: z.literal(['+', '-', '*', '/', 'mod', 'min', 'max', 'len', 'sum', 'at']), a: list(value, 1, 20) }),
  ]),
);

const predicate: z.ZodMiniType<LessonPredicate> = z.lazy(() =>
  z.union([
    z.strictObject({ all: list(predicate, 1, 50) }),
    z.strictObject({ any: list(predicate, 1, 50) }),
    z.strictObject({ not: predicate }),
    z.strictObject({ cmp: z.literal(['==', '!=', '<', '<=', '>', '>=', 'in', 'subset']), l: value, r: value }),
    z.strictObject({
      event: eventPattern,
      min: z.exactOptional(whole(0, 1_000_000)),
      max: z.exactOptional(whole(0, 1_000_000)),
      since: z.exactOptional(since),
    }),
    z.strictObject({ eventually: predicate, withinSimMs: whole(0, millisMax) }),
    z.strictObject({ always: predicate }),
    z.strictObject({ held: predicate, simMs: whole(0, millisMax) }),
    z.strictObject({ before: z.tuple([eventPattern, eventPattern]) }),
    z.strictObject({ completed: id }),
    z.strictObject({ ref: id }),
  ]),
);

const option = z.strictObject({
  id,
  text: textKey,
  because: z.exactOptional(textKey),
  mis: z.exactOptional(misconception),
  why: z.exactOptional(textKey),
  truth: predicate,
  element: z.exactOptional(element),
});
const wrongValue = { value, mis: misconception, why: textKey };
const ask = { id, ask: textKey };

const prediction: z.ZodMiniType<Prediction> = z.discriminatedUnion('kind', [
  z.strictObject({ ...ask, kind: z.literal('choice'), options: list(option, 2, 6) }),
  z.strictObject({
    ...ask,
    kind: z.literal('number'),
    truth: value,
    tolerance: z.exactOptional(z.number()),
    unit: z.exactOptional(textKey),
    wrong: z.exactOptional(z.array(z.strictObject(wrongValue))),
  }),
  z.strictObject({ ...ask, kind: z.literal('pick'), options: list(option, 2, 12) }),
  z.strictObject({ ...ask, kind: z.literal('order'), items: list(z.strictObject({ id, text: textKey, event: eventPattern }), 2, 10) }),
  z.strictObject({
    ...ask,
    kind: z.literal('fill'),
    cells: list(z.strictObject({ id, text: textKey, element: z.exactOptional(element), truth: value }), 1, 20),
    wrong: z.exactOptional(z.array(z.strictObject({ ...wrongValue, cell: id }))),
  }),
  z.strictObject({
    ...ask,
    kind: z.literal('draw'),
    nodes: list(z.strictObject({ id, text: textKey, node: whole(0, 1_000_000) }), 2, 8),
    api: word(/^[A-Za-z]+$/),
    isRequest: z.boolean(),
  }),
]);

const act = z.strictObject({ afterMillis: whole(0, millisMax), command: commandSchema });
const acts = z.array(act).check(z.maxLength(100));
const run = z.strictObject({ commands: z.exactOptional(list(commandSchema, 0, 50)), until: predicate, maxSimMillis: whole(1, millisMax) });
const answer = z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]);

const step = z.strictObject({
  id,
  title: textKey,
  say: textKey,
  facts: z.exactOptional(textKey),
  engagement: z.literal(['view', 'respond', 'change', 'construct', 'present']),
  scenario: z.exactOptional(id),
  panel: z.exactOptional(panel),
  focus: z.exactOptional(word(/^\S+-\d+$/, 260)),
  anchor: z.exactOptional(element),
  controls: z.strictObject({
    offer: z.exactOptional(
      list(z.strictObject({ id, text: textKey, commands: list(commandSchema, 1, 20), locked: z.exactOptional(textKey) }), 1, 10),
    ),
    allow: z.exactOptional(
      list(
        z.strictObject({
          kind: z.literal(commandKinds),
          where: z.exactOptional(z.record(fieldName, z.union([plain, z.null(), z.array(z.union([z.string(), z.number()]))]))),
        }),
        1,
        30,
      ),
    ),
    lockReason: z.exactOptional(textKey),
  }),
  predict: z.exactOptional(list(prediction, 1, 6)),
  run: z.exactOptional(run),
  expect: z.exactOptional(predicate),
  after: z.exactOptional(textKey),
  source: z.exactOptional(z.string().check(z.maxLength(200))),
  hints: z.exactOptional(list(z.strictObject({ kind: z.literal(['cue', 'principle', 'action', 'solution']), text: textKey }), 1, 6)),
  onWrong: z.exactOptional(list(z.strictObject({ id, if: predicate, say: textKey, mis: misconception }), 1, 10)),
  explain: z.exactOptional(z.strictObject({ prompt: textKey, pickEvent: list(eventPattern, 1, 10), model: textKey })),
  claims: z.exactOptional(z.array(whole(1, 229))),
  solution: z.exactOptional(acts),
  checkpoint: z.exactOptional(z.boolean()),
});

const patch = z.strictObject({
  step: id,
  skip: z.exactOptional(z.boolean()),
  say: z.exactOptional(textKey),
  hidesOffers: z.exactOptional(z.boolean()),
});

const lessonShape = {
  format: z.literal(1),
  id: word(/^[A-Z][A-Za-z0-9-]*$/, 40),
  rev: whole(1, 1_000_000),
  title: textKey,
  goal: textKey,
  minutes: whole(1, 90),
  prereq: z.array(word(/^[A-Z][A-Za-z0-9-]*$/, 40)),
  objectives: list(z.strictObject({ bloom: z.literal(['remember', 'understand', 'apply', 'analyze', 'create']), text: textKey }), 1, 8),
  misconceptions: z.array(misconception),
  terms: list(z.strictObject({ name: word(/^[\p{L}\p{N} ._,()-]+$/u), text: textKey }), 3, 6),
  claims: z.array(whole(1, 229)),
  scenarios: z.record(id, scenarioSchema),
  panels: list(panel, 1, 8),
  predicates: z.exactOptional(z.record(id, predicate)),
  steps: list(step, 1, 30),
  levels: z.exactOptional(z.strictObject({ completion: z.exactOptional(z.array(patch)), independent: z.exactOptional(z.array(patch)) })),
  success: predicate,
  alternatives: z.array(z.strictObject({ name: z.string().check(z.maxLength(200)), acts: z.record(id, acts) })),
  wrong: z.array(z.strictObject({ step: id, acts, forMillis: whole(0, millisMax), feedback: id })),
  instructor: z.strictObject({
    talk: textKey,
    board: textKey,
    discuss: list(textKey, 1, 10),
    expectedWrong: z.array(z.strictObject({ step: id, prediction: id, answer, say: textKey })),
    timing: z.array(z.number()),
    handout: z.strictObject({ questions: list(textKey, 1, 20), pictures: z.array(id) }),
  }),
  retrieval: z.array(
    z.strictObject({
      id,
      scenario: id,
      vary: z.exactOptional(z.array(z.strictObject({ at: z.string().check(z.maxLength(200)), min: z.int(), max: z.int() }))),
      fromMillis: whole(0, millisMax),
      run,
      ask: prediction,
    }),
  ),
};

/** A lesson without its words, as the product's own folders keep it. */
export const lessonSchema = z.strictObject(lessonShape) satisfies z.ZodMiniType<Lesson>;

/** The words of one language. */
export const lessonTextsSchema = z.record(textKey, z.string().check(z.maxLength(4000)));

/** A lesson as one file, with the words of both languages. */
export const lessonFileSchema = z.strictObject({
  ...lessonShape,
  texts: z.strictObject({ en: lessonTextsSchema, 'zh-Hans': lessonTextsSchema }),
}) satisfies z.ZodMiniType<LessonFile>;
