import type { Lesson } from '../../contract/lesson.ts';

/** Fields that hold the key of a text, wherever they stand in a lesson. */
const textFields: ReadonlySet<string> = new Set([
  'title',
  'goal',
  'text',
  'because',
  'why',
  'ask',
  'unit',
  'say',
  'facts',
  'after',
  'prompt',
  'model',
  'talk',
  'board',
  'discuss',
  'questions',
  'lockReason',
  'locked',
]);

/** Parts of a lesson that speak of the engine, and hold no texts of the lesson's. */
const withoutTexts: ReadonlySet<string> = new Set([
  'scenarios',
  'commands',
  'command',
  'truth',
  'until',
  'expect',
  'if',
  'texts',
  'where',
  'answer',
]);

/** Every key that a lesson asks for, with the JSON path where it does. */
export function textKeysOf(lesson: Lesson): readonly { readonly key: string; readonly where: string }[] {
  const found: { readonly key: string; readonly where: string }[] = [];
  visit(lesson, '', false);
  return found;

  function visit(value: unknown, where: string, isText: boolean): void {
    if (typeof value === 'string') {
      if (isText) found.push({ key: value, where });
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => {
        visit(item, `${where}[${String(index)}]`, isText);
      });
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inside] of Object.entries(value))
      if (!withoutTexts.has(name)) visit(inside, where === '' ? name : `${where}.${name}`, textFields.has(name));
  }
}
