import { encryptKeystoreJsonSync } from 'ethers';
import { describe, expect, it } from 'vitest';
import { refusal, TEST_KEY } from './keys.fixture.ts';
import { openKeystore } from './keystore.ts';

const passphrase = Buffer.from('testpassword');
/** The two of the specification of Web3 secret storage; the parameters of the second are outside the bounds of RFC 7914. */
const PBKDF2 = '{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},"ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46","kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256","salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},"mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}';
const SCRYPT = '{"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},"ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c","kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"r":1,"p":8,"salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},"mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}';
const opened = async (json: string, given: Uint8Array = passphrase): Promise<string> => Buffer.from((await openKeystore(json, given, 'k.json')).reveal()).toString('hex');

describe('a keystore', () => {
  it('of the specification opens', async () => {
    expect(await opened(PBKDF2)).toBe('7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d');
  });

  it('that ethers wrote opens, with a passphrase beyond ASCII', async () => {
    const json = encryptKeystoreJsonSync({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', privateKey: `0x${TEST_KEY}` }, 'pässwörd €', { scrypt: { N: 1_024, r: 8, p: 1 } });
    expect(await opened(json, Buffer.from('pässwörd €'))).toBe(TEST_KEY);
  });

  it('does not open with another passphrase, and says no more than that', async () => {
    expect(await refusal(() => opened(PBKDF2, Buffer.from('canary-wrong')))).toMatchObject({ code: 'MM_KEYS_PASSPHRASE', message: 'k.json does not open with this passphrase', everything: expect.not.stringMatching(/canary/) });
  });

  it.each([
    ['is no JSON', 'canary{'],
    ['is not of version 3', PBKDF2.replace('"version":3', '"version":1')],
    ['has another cipher', PBKDF2.replace('aes-128-ctr', 'aes-256-gcm')],
    ['has another key derivation', PBKDF2.replace('"pbkdf2"', '"argon2"')],
    ['has another hash in it', PBKDF2.replace('hmac-sha256', 'hmac-sha1')],
    ['has a key of another length', PBKDF2.replace('5318b4d5', '5318')],
    ['is no hex', PBKDF2.replace('517ead', '517eax')],
    ['has parameters that scrypt does not take', SCRYPT],
    ['asks for more memory than there is', SCRYPT.replace('262144', '1073741824')],
    ['asks for more rounds than anyone waits for', PBKDF2.replace('262144', '99999999999')],
    ['has no rounds', PBKDF2.replace('"c":262144,', '')],
    ['is a list', '[]'],
    ['is nothing', 'null'],
  ])('that %s is refused', async (_, json) => {
    expect(await refusal(() => opened(json))).toMatchObject({ code: 'MM_KEYS_KEYSTORE', everything: expect.not.stringMatching(/canary|7a28b5ba/) });
  });
});
