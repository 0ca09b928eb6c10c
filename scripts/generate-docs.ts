// `node scripts/generate-docs.ts`: writes the reference pages from the code. With --check it writes nothing, and fails where
// a page is stale or a link in the documentation leads nowhere.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { deadLinks } from './dead-links.ts';
import type { Violation } from './layers.ts';
import { printViolations } from './print-violations.ts';
import { apiPage } from './reference/api-page.ts';
import { cliPage } from './reference/cli-page.ts';
import { configPage } from './reference/config-page.ts';
import { constraintsPage } from './reference/constraints-page.ts';
import { errorsPage } from './reference/errors-page.ts';
import { guardsPage } from './reference/guards-page.ts';
import { factsPage } from './reference/facts-page.ts';
import { metricsPage } from './reference/metrics-page.ts';
import { tapesPage } from './reference/tapes-page.ts';

const root = join(import.meta.dirname, '..');
const pages = [configPage(), factsPage(), errorsPage(), await apiPage(), metricsPage(), cliPage(), constraintsPage(), guardsPage(), tapesPage()];
const stale = pages.filter(({ file, text }) => textAt(file) !== text);

if (process.argv.includes('--check')) {
  printViolations([...stale.map(staleness), ...deadLinks(root, allPages())], `docs: ${pages.length} generated pages are fresh, every link leads somewhere`);
} else {
  for (const { file, text } of stale) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    process.stdout.write(`wrote ${file}\n`);
  }
  if (stale.length === 0) process.stdout.write('docs are fresh\n');
}

function textAt(file: string): string | null {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return null;
  }
}

function staleness({ file, text }: { readonly file: string; readonly text: string }): Violation {
  const written = (textAt(file) ?? '').split('\n');
  const line = text.split('\n').findIndex((now, index) => now !== written[index]);
  return { path: file, line: Math.max(line, 0) + 1, what: 'is stale', remedy: 'Run `npm run generate` (or `npx node scripts/generate-docs.ts`) and commit the result.' };
}

function allPages(): readonly string[] {
  const inDocs = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md')).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  return [...readdirSync(root).filter((name) => name.endsWith('.md')), ...inDocs].toSorted();
}
