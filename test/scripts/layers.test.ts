import { expect, test } from 'vitest';
import { layerViolations } from '../../scripts/layers.ts';
import { sourceFile } from '../../scripts/source-file.ts';

const judged = (files: Readonly<Record<string, string>>) =>
  layerViolations(Object.entries(files).map(([path, text]) => sourceFile(path, text))).map(({ path, line, what }) => `${path}:${line} ${what}`);
const core = (text: string) => judged({ 'src/core/a.ts': text });

test('lets the core import itself, and the compiled config by type', () => {
  expect(core("import { x } from './domain/b.ts';\nimport type { C } from '../config/compiled-config.ts';\n")).toEqual([]);
});

test('refuses the compiled config by value, another room, a package and a node: module in the core, each with its line', () => {
  expect(core("import { C } from '../config/compiled-config.ts';\nimport type { D } from '../config/load.ts';\nimport { z } from 'zod';\n\nimport 'node:fs';\n")).toEqual([
    'src/core/a.ts:1 core imports values of config/compiled-config.ts', 'src/core/a.ts:2 core imports config/load.ts', 'src/core/a.ts:3 core imports zod', 'src/core/a.ts:5 core imports node:fs',
  ]);
});

test('sees re-exports, imports over several lines and imports at run time', () => {
  expect(core("export { x } from '../tape/x.ts';\nimport {\n  y,\n} from '../server/y.ts';\nconst z = import('../cli/z.ts');\n")).toEqual([
    'src/core/a.ts:1 core imports tape/x.ts', 'src/core/a.ts:4 core imports server/y.ts', 'src/core/a.ts:5 core imports cli/z.ts',
  ]);
});

test.each([
  'const t = Date.now();', 'const t = new Date();', 'performance.now();', 'Math.random();', 'Math . exp(1);', 'Math.log(2);', 'Math.pow(2, 3);', 'setTimeout(f, 1);', 'queueMicrotask(f);',
  'console.log(1);', 'process.exit();', 'globalThis.x = 1;', 'async function f() {}', 'let p: Promise<void>;', "fetch('x');", 'a.localeCompare(b);', 'const x = y ** z;', 'const x = 2 ** z;',
])('refuses `%s` in the core', (line) => {
  expect(core(`const before = 1;\n${line}\n`)).toEqual([expect.stringMatching(/^src\/core\/a\.ts:2 core uses /)]);
});

test.each([
  '// Date, performance and Math.random are banned here', '/* console.log(Math.exp(1)) */', "const text = 'no Date here';", 'const text = `process ${1} Date`;', 'const r = /Date|console/;',
  'const x = order.process;', 'const y = { console: 1, process: 2 };', 'Math.abs(Math.max(1, Math.sqrt(2)));', 'const updated = 1; const isDate = 2; const Dates = 3;', 'const x = 2 ** 53;',
])('lets `%s` stand in the core', (line) => {
  expect(core(line)).toEqual([]);
});

test('finds what stands inside the braces of a template', () => {
  expect(core('const text = `at ${ { now: Date.now() } } o\'clock`;')).toEqual(['src/core/a.ts:1 core uses Date, which has a clock']);
});

test('does not take a division for a regular expression, which would hide what follows', () => {
  expect(core('const half = (a + b) / 2; const t = Date.now() / 2;')).toEqual(['src/core/a.ts:1 core uses Date, which has a clock']);
});

test('leaves clocks to the other rooms, and tests of the core to themselves', () => {
  expect(judged({ 'src/runtime/a.ts': 'Date.now();', 'src/core/a.test.ts': "import { readFileSync } from 'node:fs';\nDate.now();" })).toEqual([]);
});

test('knows of each room what it may import', () => {
  expect(judged({
    'src/exchange/a.ts': "import '../core/market/book.ts'; import '../core/engine.ts';",
    'src/server/a.ts': "import '../core/views.ts'; import '../runtime/controller.ts'; import '../runtime/bot.ts';",
    'src/runtime/a.ts': "import '../journal/a.ts'; import type { M } from '../observe/metrics.ts'; import { N } from '../observe/metrics.ts'; import '../server/server.ts';",
    'src/cli/a.ts': "import '../server/server.ts'; import 'commander';",
    'src/elsewhere/a.ts': '',
  })).toEqual([
    'src/exchange/a.ts:1 exchange imports core/engine.ts', 'src/server/a.ts:1 server imports runtime/bot.ts', 'src/runtime/a.ts:1 runtime imports values of observe/metrics.ts',
    'src/runtime/a.ts:1 runtime imports server/server.ts', 'src/elsewhere/a.ts:1 src/elsewhere/a.ts stands in no known room',
  ]);
});

test('finds a circle once, whatever its length, and names the files on it', () => {
  expect(judged({
    'src/cli/a.ts': "import './b.ts';", 'src/cli/b.ts': "import './c.ts';", 'src/cli/c.ts': "import './b.ts';", 'src/cli/d.ts': "import './a.ts';",
  })).toEqual(['src/cli/c.ts:1 a circle of imports: src/cli/b.ts → src/cli/c.ts → src/cli/b.ts']);
});

test('keeps signers and keys out of the reach of paper, also by way of another file, and lets types through', () => {
  expect(judged({
    'src/venues/paper/a.ts': "import '../polymarket/b.ts';\nimport type { K } from '../../keys/k.ts';",
    'src/venues/polymarket/b.ts': "import './signing/sign.ts';",
    'src/venues/polymarket/signing/sign.ts': '',
    'src/venues/polymarket/feed/c.ts': "import './d.ts';\nimport 'ethers';",
    'src/venues/polymarket/feed/d.ts': "import type { S } from '../signing/sign.ts';",
    'src/keys/k.ts': "import 'ethers';",
  }).filter((line) => line.includes('signer'))).toEqual([
    'src/venues/paper/a.ts:1 paper reaches a signer: src/venues/paper/a.ts → src/venues/polymarket/b.ts → src/venues/polymarket/signing/sign.ts',
    'src/venues/polymarket/feed/c.ts:2 paper reaches a signer: src/venues/polymarket/feed/c.ts → ethers',
  ]);
});
