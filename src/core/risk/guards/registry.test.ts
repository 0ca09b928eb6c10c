import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configKeys } from '../../../config/config-keys.ts';
import { WAIT_REASONS } from '../../pipeline/request.ts';
import { DROP_REASONS } from '../../quoting/ladder.ts';
import { ALL_CONSTRAINTS } from '../constraints.ts';
import { GUARDS } from './registry.ts';

const codes = GUARDS.flatMap((guard) => guard.codes);
const PAGE = join(import.meta.dirname, '../../../../docs/guards.md');

describe('the registry of guards', () => {
  it('has each code of the closed sets in exactly one guard, and no other', () => {
    const closed = [...ALL_CONSTRAINTS.map(({ code }) => code), ...DROP_REASONS.filter((reason) => reason !== 'quoted'), ...WAIT_REASONS];
    // A side that only reduces is one reason with four guards behind it.
    const once = codes.filter((code, index) => code !== 'side-only-reduces' || codes.indexOf(code) === index);
    expect(once.toSorted()).toEqual(closed.toSorted());
  });
  it('names keys that an operator can write', () => {
    const keys = new Set(configKeys().map(({ file, path }) => (file === 'profiles/*.yaml' ? `profile: ${path}` : path.replace(/^(strategies\.\*|presets\.\*)\./, ''))));
    expect(GUARDS.flatMap((guard) => guard.keys).filter((key) => !keys.has(key))).toEqual([]);
  });
  it('has a page with a line for each guard and each code', () => {
    expect(existsSync(PAGE)).toBe(true);
    const page = readFileSync(PAGE, 'utf8');
    expect(GUARDS.filter(({ name }) => !page.includes(`**${name}**`)).map(({ name }) => name)).toEqual([]);
    expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  });
});
