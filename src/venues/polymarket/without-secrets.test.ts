import { expect, test } from 'vitest';
import { withoutSecrets } from './without-secrets.ts';

const SECRET = 'canary+/canary/+canary==';

test('covers a secret however it is written', () => {
  for (const said of [SECRET, 'canary-_canary_-canary==', 'canary+\\/canary\\/+canary==', encodeURIComponent(SECRET), encodeURIComponent('canary-_canary_-canary==')]) {
    expect(withoutSecrets(`no such secret: ${said}!`, ['', SECRET])).toBe('no such secret: ••••••••!');
    expect(withoutSecrets(said, [SECRET.replaceAll('+', '-').replaceAll('/', '_')])).toBe('••••••••');
  }
});

test('gives no more than 300 characters, and no part of a secret at their end', () => {
  const shown = withoutSecrets(`${'x'.repeat(290)}${SECRET}`.repeat(2), [SECRET]);
  expect(shown).toBe(`${'x'.repeat(290)}••••••••xx`);
});
