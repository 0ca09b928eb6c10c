import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { encryptKeystoreJsonSync } from 'ethers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { botFolder, refusal, TEST_KEY, type BotFolder } from './keys.fixture.ts';
import type { SecretSources } from './resolve-secret.ts';
import { secretReference, referenceText } from './secret-reference.ts';
import { openSessionKeys, type SessionKeys } from './session-keys.ts';

let folder: BotFolder;
beforeEach(() => { folder = botFolder(); });
afterEach(() => folder.remove());

const UUID = '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2';
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const withKey = (text: string, changes: Partial<SecretSources> = {}): Promise<SessionKeys> => openSessionKeys({ privateKey: secretReference(text, 'the private key'), api: null }, folder.sources(changes));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const keystore = (passphrase: string): string => encryptKeystoreJsonSync({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', privateKey: `0x${TEST_KEY}` }, passphrase, { scrypt: { N: 1_024, r: 8, p: 1 } });

describe('a reference', () => {
  it('is written as it is read', () => {
    for (const text of ['${env:MY_KEY}', '${file:/run/secrets/key}', '${file:keys/a b.txt}', '${keystore:main}', '${credential:polymarket.key}']) expect(referenceText(secretReference(text, 'k'))).toBe(text);
  });

  it.each([TEST_KEY, `0x${TEST_KEY}`, '', '${env:}', '${env:1A}', '${env:A} ', '${vault:a}', '${keystore:../a}', '${credential:/etc/passwd}', '${keystore:.hidden}', '${file:${env:A}}'])('is refused as %s, without repeating it', async (text) => {
    const { code, everything } = await refusal(() => secretReference(text, 'the private key'));
    expect(code).toBe('MM_KEYS_REFERENCE');
    expect(everything).not.toContain(TEST_KEY);
  });
});

describe('a private key', () => {
  it.each([[TEST_KEY], [`0x${TEST_KEY}`], [`  ${TEST_KEY.toUpperCase()}\r\n`]])('is read from the environment as "%s"', async (written) => {
    expect(hex((await withKey('${env:PK}', { environment: { PK: written } })).privateKey)).toBe(TEST_KEY);
  });

  it('is read from a file, given in full or from the folder of the bot', async () => {
    const path = folder.write('key.txt', `${TEST_KEY}\n`);
    expect(hex((await withKey(`\${file:${path}}`)).privateKey)).toBe(TEST_KEY);
    expect(hex((await withKey('${file:key.txt}')).privateKey)).toBe(TEST_KEY);
  });

  it('is read from a credential of systemd', async () => {
    folder.write('polymarket.key', TEST_KEY, 0o400);
    expect(hex((await withKey('${credential:polymarket.key}', { environment: { CREDENTIALS_DIRECTORY: folder.path } })).privateKey)).toBe(TEST_KEY);
    expect(await refusal(() => withKey('${credential:polymarket.key}'))).toMatchObject({ code: 'MM_KEYS_MISSING', message: expect.stringContaining('CREDENTIALS_DIRECTORY') });
  });

  it('is read from a keystore, by a passphrase of the environment, of a file or of whoever sits at the terminal', async () => {
    folder.write('keystores/main.json', keystore('open sesame'));
    folder.write('passphrase', 'open sesame\n');
    const asked: string[] = [];
    const ways: Partial<SecretSources>[] = [
      { environment: { EVENKEEL_KEYSTORE_PASSPHRASE: 'open sesame' } },
      { environment: { EVENKEEL_KEYSTORE_PASSPHRASE: '${file:passphrase}' } },
      { environment: { EVENKEEL_KEYSTORE_PASSPHRASE: '${credential:passphrase}', CREDENTIALS_DIRECTORY: folder.path } },
      { askPassphrase: (name) => { asked.push(name); return Promise.resolve('open sesame'); } },
    ];
    for (const way of ways) expect(hex((await withKey('${keystore:main}', way)).privateKey)).toBe(TEST_KEY);
    expect(asked).toEqual(['main']);
  });

  it('is not had from a keystore without a passphrase, or by a passphrase from a keystore', async () => {
    folder.write('keystores/main.json', keystore('canary-pass'));
    expect(await refusal(() => withKey('${keystore:main}'))).toMatchObject({ code: 'MM_KEYS_PASSPHRASE' });
    expect(await refusal(() => withKey('${keystore:main}', { environment: { EVENKEEL_KEYSTORE_PASSPHRASE: '${keystore:main}' } }))).toMatchObject({ code: 'MM_KEYS_PASSPHRASE' });
    expect(await refusal(() => withKey('${keystore:other}'))).toMatchObject({ code: 'MM_KEYS_MISSING', message: expect.stringContaining('keystores/other.json') });
  });

  it.each([0o604, 0o606, 0o644, 0o777])('is not read from a file that everybody may touch (mode %o), and the remedy is named', async (mode) => {
    const path = folder.write('key.txt', TEST_KEY, mode);
    expect(await refusal(() => withKey('${file:key.txt}'))).toMatchObject({ code: 'MM_KEYS_READABLE', message: expect.stringContaining(`chmod 600 ${path}`), everything: expect.not.stringContaining(TEST_KEY) });
    folder.write('keystores/main.json', keystore('p'), mode);
    expect(await refusal(() => withKey('${keystore:main}', { environment: { EVENKEEL_KEYSTORE_PASSPHRASE: 'p' } }))).toMatchObject({ code: 'MM_KEYS_READABLE' });
  });

  it('is judged by the file that a link leads to', async () => {
    symlinkSync(folder.write('open.txt', TEST_KEY, 0o644), join(folder.path, 'link'));
    expect(await refusal(() => withKey('${file:link}'))).toMatchObject({ code: 'MM_KEYS_READABLE' });
  });

  it.each([
    ['a variable that is not set', '${env:NONE}', 'MM_KEYS_MISSING'],
    ['a variable that is empty', '${env:EMPTY}', 'MM_KEYS_MISSING'],
    ['a file that is not there', '${file:none}', 'MM_KEYS_MISSING'],
    ['a folder', '${file:keystores}', 'MM_KEYS_UNREADABLE'],
    ['a text that is no key', '${env:CANARY}', 'MM_KEYS_FORM'],
    ['a key that is too short', '${env:SHORT}', 'MM_KEYS_FORM'],
    ['a key that is too long', '${env:LONG}', 'MM_KEYS_FORM'],
    ['a number that is no key of the curve', '${env:ZERO}', 'MM_KEYS_FORM'],
    ['a number beyond the curve', '${env:BEYOND}', 'MM_KEYS_FORM'],
  ])('is refused as %s', async (_, reference, expected) => {
    const environment = { EMPTY: ' \n', CANARY: 'canary-text', SHORT: TEST_KEY.slice(2), LONG: `${TEST_KEY}00`, ZERO: '0'.repeat(64), BEYOND: 'f'.repeat(64) };
    const { code, message, everything } = await refusal(() => withKey(reference, { environment }));
    expect(code).toBe(expected);
    expect(message).toContain(reference.slice(reference.indexOf(':') + 1, -1));
    expect(everything).not.toMatch(/canary|974bec|f{64}/);
  });

  it('is read from any text, or refused, with nothing of it in the refusal', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ minLength: 12, maxLength: 80 }).filter((text) => text.trim().length >= 12), async (text) => {
      const refused = await refusal(() => withKey('${env:PK}', { environment: { PK: text } }));
      expect(refused.message).not.toContain(text.trim());
    }), { numRuns: 50 });
  });
});

describe('the keys of a session', () => {
  const references = { key: secretReference('${env:ID}', 'key'), secret: secretReference('${env:SECRET}', 'secret'), passphrase: secretReference('${env:PASS}', 'passphrase') };
  const environment = { PK: TEST_KEY, ID: UUID, SECRET, PASS: 'canary-passphrase' };
  const open = (changes: Readonly<Record<string, string>> = {}): Promise<SessionKeys> =>
    openSessionKeys({ privateKey: secretReference('${env:PK}', 'key'), api: references }, folder.sources({ environment: { ...environment, ...changes } }));

  it('hold the API credentials with the secret decoded', async () => {
    const { api } = await open();
    expect([api?.key, hex(api!.secret), Buffer.from(api!.passphrase).toString()]).toEqual([UUID, Buffer.from(SECRET, 'base64').toString('hex'), 'canary-passphrase']);
    expect(hex((await open({ SECRET: '_-8=' })).api!.secret)).toBe('ffef');
  });

  it.each([[{ ID: 'canary' }], [{ SECRET: 'canary ~' }], [{ PASS: 'canary\nInjected: 1' }]])('are refused with credentials of another form (%o)', async (changes) => {
    expect(await refusal(() => open(changes))).toMatchObject({ code: 'MM_KEYS_FORM', everything: expect.not.stringMatching(/canary|974bec/) });
  });

  it('show themselves nowhere', async () => {
    const keys = await open();
    const shown = `${inspect(keys, { depth: 9, showHidden: true, showProxy: true })} ${inspect({ keys }, { depth: 9 })} ${JSON.stringify({ keys })} ${String(keys)} ${JSON.stringify(Object.entries(keys))} ${inspect(structuredClone({ ...keys }))}`;
    expect(shown).not.toMatch(/974bec|ac 09|172|canary|AAEC/);
    expect(shown).toContain('[session keys]');
  });

  it('are wiped on close, for whoever still holds them too', async () => {
    const keys = await open();
    const [held, api] = [keys.privateKey, keys.api!];
    keys.close();
    keys.close();
    for (const bytes of [held, keys.privateKey, api.secret, api.passphrase]) expect(bytes.every((byte) => byte === 0)).toBe(true);
  });
});
