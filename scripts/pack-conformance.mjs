// `node scripts/pack-conformance.mjs FOLDER`: packs a folder of golden rows into `conformance/`, the same bytes every time.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from './setup.mjs';

const source = process.argv[2];
if (source === undefined) throw new Error('usage: node scripts/pack-conformance.mjs FOLDER_OF_GOLDEN_ROWS');
const target = join(projectRoot, 'conformance');
const files = readdirSync(source).filter((name) => /\.jsonl?$/.test(name)).sort();
if (files.length === 0) throw new Error(`${source} has no .json or .jsonl file`);
for (const name of readdirSync(target)) if (name.endsWith('.gz')) rmSync(join(target, name));
let total = 0;
for (const name of files) {
  const packed = gzipSync(readFileSync(join(source, name)), { level: 9 });
  packed[9] = 255; // The system that packed: Node writes its own, which would make the bytes depend on the machine.
  writeFileSync(join(target, `${name}.gz`), packed);
  total += packed.length;
}
console.log(`packed ${files.length} files, ${total} bytes`);
