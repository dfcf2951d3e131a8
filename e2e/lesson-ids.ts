import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../src/lessons');

/** Every lesson of the product, in order. */
export const lessonIds: readonly string[] = readdirSync(folder)
  .filter((name) => /^\d/.test(name))
  .map((name) => {
    const { id }: { readonly id: string } = JSON.parse(readFileSync(join(folder, name, 'lesson.json'), 'utf8'));
    return id;
  });
