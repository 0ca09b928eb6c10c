// What can be wrong with the secrets that a live session needs, and with what they are meant to sign for. No message of these
// holds a secret: they name the reference, never what it leads to.

import { define } from './define.ts';

export const KEYS_ERRORS = {
  reference: define('MM_KEYS_REFERENCE', 'refuse',
    'A secret is written as something else than a reference.',
    'Write "${env:NAME}", "${file:/path}", "${keystore:name}" or "${credential:name}".'),
  missing: define('MM_KEYS_MISSING', 'refuse',
    'What a secret reference names is not there, or empty.',
    'Set the variable, write the file, or correct the name.'),
  readable: define('MM_KEYS_READABLE', 'refuse',
    'A file with a secret can be read by other users of the machine.',
    'Let only its owner read it: chmod 600 on the file named.'),
  unreadable: define('MM_KEYS_UNREADABLE', 'refuse',
    'A file with a secret cannot be read.',
    'Check the path, and that the user the bot runs as may read the file.'),
  form: define('MM_KEYS_FORM', 'refuse',
    'What a secret reference leads to has not the form that is needed.',
    'A private key is 64 hex digits, with or without 0x. API credentials are the key (a UUID), the secret (base64) and the passphrase as the venue gave them.'),
  keystore: define('MM_KEYS_KEYSTORE', 'refuse',
    'A keystore file is not a keystore of version 3, as ethers, geth and Foundry write them.',
    'Write it anew with one of them, and put it at keystores/<name>.json in the folder of the bot.'),
  passphrase: define('MM_KEYS_PASSPHRASE', 'refuse',
    'A keystore needs a passphrase that was not given, or another one.',
    'Set EVENKEEL_KEYSTORE_PASSPHRASE (to the passphrase, or to "${file:/path}" of a file that holds it), or start from a terminal and type it.'),
  wallet: define('MM_KEYS_WALLET', 'refuse',
    'The private key, the wallet type and the wallet address do not fit together.',
    'Type 0 trades from the address of the key itself; for types 1 (proxy), 2 (Safe) and 3 (deposit wallet) give the address of the wallet that holds the money.'),
} as const;
