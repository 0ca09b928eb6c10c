import { expect, test } from 'vitest';
import { deadCode } from '../../scripts/dead-code.ts';
import { sourceFile } from '../../scripts/source-file.ts';

const parsed = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([path, text]) => sourceFile(path, text));
function judged(files: Readonly<Record<string, string>>, users: Readonly<Record<string, string>> = {}, names: ReadonlyMap<string, string> = new Map()) {
  const sources = parsed({ 'src/main.ts': '', ...files });
  return deadCode(sources, parsed(users), { entries: ['src/main.ts'], names }).map(({ path, line, what }) => `${path}:${line} ${what}`);
}

test('finds a file that nobody imports, though a test does', () => {
  expect(judged({ 'src/a.ts': 'export const a = 1;', 'src/a.test.ts': "import { a } from './a.ts';" })).toEqual(['src/a.ts:1 no file imports this one']);
});

test('finds an exported name that nobody uses, and one that is used only at home', () => {
  expect(judged({ 'src/main.ts': "import { used } from './a.ts';", 'src/a.ts': 'export const used = 1;\nexport function idle() {}\nexport const own = 2;\nconst b = own;\n' })).toEqual([
    'src/a.ts:2 nothing uses idle', 'src/a.ts:3 no other file imports own',
  ]);
});

test('lets a test be the reason why a name in use is exported, but no use by itself', () => {
  expect(judged({
    'src/main.ts': "import { used } from './a.ts';", 'src/a.ts': 'export const used = 1;\nexport const own = 2;\nconst b = own;\nexport const idle = 3;\n',
    'src/a.test.ts': "import { own, idle } from './a.ts';",
  })).toEqual(['src/a.ts:4 nothing uses idle']);
});

test('lets a type of a signature be exported', () => {
  expect(judged({ 'src/main.ts': "import { f } from './a.ts';", 'src/a.ts': 'export interface Options { x: 1 }\nexport const f = (o: Options) => o;\nexport type Idle = 1;' })).toEqual(['src/a.ts:3 nothing uses Idle']);
});

test('counts renamed, type, namespace and run-time imports, and those of scripts', () => {
  expect(judged({
    'src/main.ts': "import { a as b, type T } from './a.ts';\nimport * as all from './b.ts';\nconst c = await import('./c.ts');",
    'src/a.ts': 'export const a = 1;\nexport type T = 1;', 'src/b.ts': 'export const x = 1;', 'src/c.ts': 'export const y = 1;', 'src/d.ts': 'export const z = 1;',
  }, { 'scripts/s.ts': "import { z } from '../src/d.ts';" })).toEqual([]);
});

test('keeps to the allowances, and finds those that nothing needs any more', () => {
  const allowed = new Map([['src/a.ts idle', 'used by hand'], ['src/a.ts used', 'no longer true']]);
  expect(judged({ 'src/main.ts': "import { used } from './a.ts';", 'src/a.ts': 'export const used = 1;\nexport const idle = 2;' }, {}, allowed)).toEqual([
    'src/a.ts:1 "src/a.ts used" needs no allowance any more',
  ]);
});
