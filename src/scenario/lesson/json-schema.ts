/** The lesson format for editors and other programs: published with the product as `lesson.schema.json`. */
import * as z from 'zod/mini';
import { lessonFileSchema } from './schema.ts';

/** The text of the published JSON Schema. */
export function lessonJsonSchema(): string {
  const schema = z.toJSONSchema(lessonFileSchema, { io: 'input', reused: 'ref', cycles: 'ref', unrepresentable: 'any' });
  return `${JSON.stringify({ ...schema, title: 'Kafkascope lesson, format 1' }, null, 1)}\n`;
}
