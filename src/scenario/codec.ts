/** What the page loads when somebody shares or opens something: link and file behind one door. */
import { readScenario, writeScenario } from './file.ts';
import { decodeLink, encodeLink } from './link.ts';

/** Scenario to link and file, and back. */
export const scenarioCodec = { encodeLink, decodeLink, readScenario, writeScenario } as const;
