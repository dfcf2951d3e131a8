// Writes public/lesson.schema.json, the lesson format for editors: `npx tsx scripts/lesson-schema.ts`. A test says when it is not current.
import { writeFileSync } from 'node:fs';
import { lessonJsonSchema } from '../src/scenario/lesson/json-schema.ts';

writeFileSync(new URL('../public/lesson.schema.json', import.meta.url), lessonJsonSchema());
