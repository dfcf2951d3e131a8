/** Links and files, as the page uses them. Loaded when the first is made or opened. */
import { fileNameOf, readScenario, writeScenario } from '../scenario/file.ts';
import { decodeLink, encodeLink } from '../scenario/link.ts';
import type { ScenarioCodec } from './services.ts';

/** The product's own format. */
export const scenarioCodec: ScenarioCodec = { encodeLink, decodeLink, readScenario, writeScenario, fileNameOf };
