// `npm test`: installs what is missing, a Chromium too, then runs everything that must hold, within 20 minutes on two cores.
import { ensureChromium, ensurePackages, requireNode } from './setup.mjs';
import { closing, groups, runGroups } from './groups.mjs';

requireNode();
ensurePackages();
console.log(`browser: ${ensureChromium()}`);
const { types, lint, layering, deadFiles, unit, tools, fuzz, conformance, build, size, browser } = groups;
const wanted = [types, lint, layering, deadFiles, unit, tools, fuzz, conformance, build, size, browser];
const { line, status } = closing(await runGroups(wanted, console.log));
console.log(line);
process.exitCode = status;
