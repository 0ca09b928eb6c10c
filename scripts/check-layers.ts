// `node scripts/check-layers.ts`: every import of src/ against the rooms, and the core against what it may not name.

import { join } from 'node:path';
import { layerViolations } from './layers.ts';
import { printViolations } from './print-violations.ts';
import { readSources } from './source-file.ts';

const files = readSources(join(import.meta.dirname, '..'), ['src']);
printViolations(layerViolations(files), `layers: ${files.length} files keep to their rooms`);
