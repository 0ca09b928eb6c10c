// `venues` of a profile: accounts at venues, how they are reached and how they are held to their orders. Secrets by
// reference alone. What belongs to which mode is checked by the profile.

import { z } from 'zod';
import { KRAKEN_MARKETS, WALLET_TYPES, type PolymarketHost, type VenueSettings } from '../venue-settings.ts';
import { duration, type Reader } from '../units.ts';
import { choice, fault, setting, type SettingMeta } from './scalars.ts';
import { accountSecret, plainOrSecret, signingKey } from './secret.ts';

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const address = (description: string, name: string) =>
  plainOrSecret(description, 'an address', ADDRESS, [`\${env:${name}}`, '0x1234567890abcdef1234567890abcdef12345678'], `write 0x and 40 hex digits, or "\${env:${name}}"`);

const wallet = z.strictObject({
  type: choice(WALLET_TYPES, 'Who holds the money. deposit-wallet: what Polymarket gives new accounts. safe, proxy: older accounts made with a browser wallet or by e-mail. eoa: the address of the key itself.'),
  address: address('Where the money is: the deposit wallet, the Safe or the proxy. An `eoa` may leave it out.', 'POLY_ADDRESS').optional(),
  key: signingKey('The key that signs orders. keystore: `keystores/<name>.json`, encrypted.', 'polymarket'),
}).superRefine(({ type, address: funder }, context) => {
  if (type !== 'eoa' && funder === undefined) fault(context, 'missing', `a \`${type}\` holds the money at an address of its own`, 'add `address`', ['type']);
}).meta({ description: 'The account that trades.' } satisfies SettingMeta);

const credentials = z.strictObject({
  apiKey: accountSecret('Key of the API.', 'POLY_API_KEY'),
  secret: accountSecret('Secret of the API.', 'POLY_SECRET'),
  passphrase: accountSecret('Passphrase of the API.', 'POLY_PASSPHRASE'),
}).meta({ description: 'Credentials of the API; without them they are derived with the key.' } satisfies SettingMeta);

const OFF = 'off';
const heartbeat: Reader<number | null> = {
  unit: 'duration or off', pattern: `^(${OFF}|[0-9][0-9_]*(\\.[0-9]+)?(ms|s))$`, examples: ['5s', OFF], order: (value) => value ?? 1_000,
  read: (text) => (text === OFF ? { ok: true, value: null } : duration.read(text)),
};

export const isLoopbackUrl = (text: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(text).hostname);

function host(name: PolymarketHost) {
  const isSocket = name === 'wsMarket' || name === 'wsUser' || name === 'polybolt' || name === 'rtds';
  const [safe, plain] = isSocket ? ['wss', 'ws'] : ['https', 'http'];
  const example = isSocket ? `ws://127.0.0.1:8789/ws` : 'http://127.0.0.1:8788';
  return z.string().transform((text, context): string => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !(url.protocol === `${safe}:` || url.protocol === `${plain}:`) || url.username !== '' || url.search !== '' || url.hash !== '') {
      fault(context, 'shape', 'this is not an address of a server', `write it like \`${example}\``);
      return z.NEVER;
    }
    // Plain text over a network would show credentials; on this machine there is nobody to read along.
    if (url.protocol === `${plain}:` && !isLoopbackUrl(text)) {
      fault(context, 'range', `\`${plain}://\` leaves this machine unencrypted`, `write \`${safe}://\``);
      return z.NEVER;
    }
    return text.replace(/\/+$/, '');
  }).meta({ description: `Server of ${SERVERS[name]}, instead of the venue's own.`, unit: 'url', examples: [example], pattern: `^(${safe}|${plain})://\\S+$` } satisfies SettingMeta).optional();
}
const SERVERS: Readonly<Record<PolymarketHost, string>> = {
  clob: 'orders and books', gamma: 'the list of markets', data: 'positions', relayer: 'transactions without gas', wsMarket: 'the market channel', wsUser: 'the user channel', polybolt: 'reference prices',
  rtds: 'reference prices by the older socket',
};

const polymarket = z.strictObject({
  wallet: wallet.optional(),
  credentials: credentials.optional(),
  heartbeat: setting(heartbeat, 'How often the venue is told that the bot is well; without it the venue cancels everything after 10 s. off: orders outlive a bot that hangs.', { atLeast: '1s', atMost: '8s', why: 'the venue waits 10 s' }).prefault('5s'),
  hosts: z.strictObject({
    clob: host('clob'), gamma: host('gamma'), data: host('data'), relayer: host('relayer'), wsMarket: host('wsMarket'), wsUser: host('wsUser'), polybolt: host('polybolt'), rtds: host('rtds'),
  } satisfies Record<PolymarketHost, z.ZodType>).meta({ description: 'Servers, where they are not the venue\'s own.' } satisfies SettingMeta).optional(),
  relayer: z.strictObject({
    key: accountSecret('Key of the relayer.', 'POLY_RELAYER_KEY'),
    address: address('Address that the key belongs to.', 'POLY_RELAYER_ADDRESS'),
  }).meta({ description: 'The relayer, by which a deposit wallet splits, merges and redeems.' } satisfies SettingMeta).optional(),
  rpc: plainOrSecret('A node of Polygon, for what is done on the chain.', 'url', /^https?:\/\/[A-Za-z0-9.:[\]-]+\/?$/, ['${env:POLYGON_RPC}', 'http://127.0.0.1:8545'], 'write it like "${env:POLYGON_RPC}"; an address with a path may hold a key, so only one without a path is written out').optional(),
}).meta({ description: 'Polymarket.' } satisfies SettingMeta);

const kraken = z.strictObject({
  market: choice(KRAKEN_MARKETS, 'Which prices `quote.reference` with the feed `kraken` takes. spot: the middle between bid and ask. futures: the mark price of the perpetual.').prefault('spot'),
}).meta({ description: 'Public prices of Kraken; nothing is traded there.' } satisfies SettingMeta);

export const venues = z.strictObject({
  polymarket: polymarket.optional(),
  kraken: kraken.optional(),
}).meta({ description: 'Accounts at venues, and where prices of others come from.' } satisfies SettingMeta);

export function venueSettings({ polymarket: written, kraken: prices }: z.output<typeof venues>): VenueSettings {
  const others = prices === undefined ? {} : { kraken: prices };
  if (written === undefined) return { polymarket: null, ...others };
  const { wallet: account, credentials: api, heartbeat: heartbeatMs, hosts, relayer, rpc } = written;
  return {
    ...others,
    polymarket: {
      wallet: account === undefined ? null : { type: account.type, address: account.address ?? null, key: account.key },
      credentials: api ?? null, heartbeatMs, relayer: relayer ?? null, rpc: rpc ?? null,
      hosts: Object.fromEntries(Object.entries(hosts ?? {}).filter(([, url]) => url !== undefined)),
    },
  };
}
