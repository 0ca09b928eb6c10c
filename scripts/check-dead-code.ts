// `node scripts/check-dead-code.ts`: files and exported names of src/ that nothing uses.

import { join } from 'node:path';
import { deadCode, type Allowed } from './dead-code.ts';
import { printViolations } from './print-violations.ts';
import { readSources } from './source-file.ts';

const ALLOWED: Allowed = {
  entries: ['src/cli/main.ts', 'src/sweep/worker.ts'],
  names: new Map<string, string>(),
};

const root = join(import.meta.dirname, '..');
const files = readSources(root, ['src']);
printViolations(deadCode(files, readSources(root, ['scripts', 'bench']), ALLOWED), `dead code: everything in ${files.length} files is used`);
