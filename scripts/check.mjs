// `npm run check`: what to run before each commit. Type check, lint, layering and unit tests.
import { ensurePackages, requireNode } from './setup.mjs';
import { closing, groups, runGroups } from './groups.mjs';

requireNode();
ensurePackages();
const { types, lint, layering, unit } = groups;
const wanted = [types, lint, layering, unit];
const { line, status } = closing(await runGroups(wanted, console.log));
console.log(line);
process.exitCode = status;
