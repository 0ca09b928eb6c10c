import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { decryptKeystoreJson } from 'ethers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../errors/exit-codes.ts';
import { openKeystore } from '../keys/keystore.ts';
import { newKeystore } from './new-keystore.ts';
import { promptsAt } from './prompts.ts';

const KEY = '59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let dir = '';
beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'evenkeel-keystore-')); });
afterEach(() => { rmSync(dir, { recursive: true }); });
const path = (): string => join(dir, 'keystores/main.json');

async function made(answers: readonly string[] | null, { name = 'main', isGenerated = false, json = false } = {}): Promise<{ readonly exit: number; readonly out: string; readonly err: string }> {
  const left = [...answers ?? []];
  const [out, err] = [[] as string[], [] as string[]];
  const ask = (): Promise<string | null> => Promise.resolve(left.shift() ?? null);
  const exit = await newKeystore(name, { dir, json, isGenerated }, { out: (text) => { out.push(text); }, err: (text) => { err.push(text); }, isColoured: false, environment: {} }, answers === null ? null : { shown: ask, hidden: ask });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

describe('a new keystore', () => {
  it('holds the typed key, opens with the passphrase in other programs too, and only its owner may read it', async () => {
    const { exit, out, err } = await made([`0x${KEY}`, 'pässphrase of 9', 'pässphrase of 9']);
    expect([exit, out, err]).toEqual([EXIT.ok, `${ADDRESS}\n${path()}`, '']);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const text = readFileSync(path(), 'utf8');
    expect(Buffer.from((await openKeystore(text, Buffer.from('pässphrase of 9'.normalize('NFKC')), '')).reveal()).toString('hex')).toBe(KEY);
    expect(await decryptKeystoreJson(text, Buffer.from('pässphrase of 9'.normalize('NFKC')))).toMatchObject({ address: ADDRESS, privateKey: `0x${KEY}` });
    expect(text).not.toContain(KEY);
  });

  it('is made with a key of its own where that is asked, of which only the address is told', async () => {
    const { exit, out } = await made(['long enough', 'long enough'], { isGenerated: true, json: true });
    expect(exit).toBe(EXIT.ok);
    const { address } = JSON.parse(out) as { readonly address: string };
    const { privateKey } = await decryptKeystoreJson(readFileSync(path(), 'utf8'), 'long enough');
    expect((await decryptKeystoreJson(readFileSync(path(), 'utf8'), 'long enough')).address).toBe(address);
    expect(out).not.toContain(privateKey.slice(2));
  });

  it('is never written over another, and nothing is asked for it', async () => {
    mkdirSync(join(dir, 'keystores'));
    writeFileSync(path(), 'what was there');
    expect(await made(null)).toMatchObject({ exit: EXIT.cannotWrite });
    expect(await made([KEY, 'long enough', 'long enough'])).toMatchObject({ exit: EXIT.cannotWrite, err: expect.stringContaining('MM_WALLET_KEYSTORE_EXISTS') });
    expect(readFileSync(path(), 'utf8')).toBe('what was there');
  });

  it.each([
    ['passphrases that differ', [KEY, 'long enough', 'long enougH'], {}, EXIT.failed, 'MM_WALLET_PASSPHRASE'],
    ['a short passphrase', [KEY, 'short', 'short'], {}, EXIT.failed, 'MM_WALLET_PASSPHRASE'],
    ['what is no key', [KEY.slice(1), 'long enough', 'long enough'], {}, EXIT.failed, 'MM_KEYS_FORM'],
    ['Ctrl-C', [], {}, EXIT.failed, 'MM_KEYS_FORM'],
    ['no terminal', null, {}, EXIT.usage, 'MM_WALLET_NEEDS_TERMINAL'],
    ['a name that leads elsewhere', [KEY], { name: '../main' }, EXIT.usage, 'MM_WALLET_KEYSTORE_NAME'],
  ] as const)('is refused with %s, and leaves no file', async (_, answers, options, exit, code) => {
    const ran = await made(answers, options);
    expect(ran).toMatchObject({ exit, err: expect.stringContaining(code) });
    expect(`${ran.out}${ran.err}`).not.toContain(KEY.slice(1, 20));
    expect(() => statSync(path())).toThrow();
  });
});

describe('questions at a terminal', () => {
  function terminal(): { readonly stdin: PassThrough; readonly shown: () => string; readonly prompts: NonNullable<ReturnType<typeof promptsAt>> } {
    const [stdin, stderr] = [Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} }), Object.assign(new PassThrough(), { isTTY: true })];
    const chunks: string[] = [];
    stderr.setEncoding('utf8').on('data', (text: string) => { chunks.push(text); });
    return { stdin, shown: () => chunks.join(''), prompts: promptsAt(stdin as unknown as NodeJS.ReadStream, stderr as unknown as NodeJS.WriteStream)! };
  }

  it('show nothing of what is typed where it is hidden', async () => {
    const { stdin, shown, prompts } = terminal();
    const answer = prompts.hidden('key: ');
    stdin.write('canary-typed\r');
    expect(await answer).toBe('canary-typed');
    expect(shown()).toBe('key: \n');
    const open = prompts.shown('sure? ');
    stdin.write('yes\r');
    expect(await open).toBe('yes');
    expect(shown()).toContain('sure? ');
  });

  it('end without an answer on Ctrl-C', async () => {
    const { stdin, prompts } = terminal();
    const answer = prompts.hidden('key: ');
    stdin.write('half\u0003');
    expect(await answer).toBeNull();
  });

  it('are asked of nobody where there is no terminal', () => {
    expect(promptsAt(new PassThrough() as unknown as NodeJS.ReadStream, new PassThrough() as unknown as NodeJS.WriteStream)).toBeNull();
  });
});
