import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ZeroHash } from 'ethers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cash } from '../core/domain/numbers.ts';
import { EXIT } from '../errors/exit-codes.ts';
import { lockVenueAccount } from '../journal/venue-account-lock.ts';
import type { Contracts } from '../venues/polymarket/chain/contracts.ts';
import { CONDITIONAL_TOKENS, ERC1155, ERC20 } from '../venues/polymarket/chain/interfaces.ts';
import { HAS_ANVIL, LocalChain, NO_ANVIL } from '../venues/polymarket/chain/local-chain.fixture.ts';
import { LocalRelayer } from '../venues/polymarket/chain/local-relayer.fixture.ts';
import { buildProgram } from './program.ts';
import { WalletFolder } from './wallet.fixture.ts';

const DEPOSIT_WALLET = '0x00000000000000000000000000000000000deb01';
const YES = { isConfirmed: true };

describe.skipIf(!HAS_ANVIL)(`the wallet commands${NO_ANVIL}`, () => {
  let chain: LocalChain;
  let contracts: Contracts;
  let folder: WalletFolder;
  let clean: string;
  beforeAll(async () => {
    chain = await LocalChain.start();
    contracts = await chain.withRamps();
    clean = String(await chain.rpc.ask('evm_snapshot', []));
  }, 30_000);
  afterAll(async () => { await chain?.stop(); });
  beforeEach(async () => {
    await chain.rpc.ask('evm_revert', [clean]);
    clean = String(await chain.rpc.ask('evm_snapshot', []));
    await chain.autoMine();
    folder = await WalletFolder.open(chain, contracts, eoa());
  });
  afterEach(async () => { await folder.close(); });

  const eoa = (): string => `wallet: { type: eoa, key: "\${env:PK}" }\nrpc: "${chain.url}"`;
  const balance = async (token: string, owner: string): Promise<bigint> => BigInt(await chain.rpc.read(token, ERC20.encodeFunctionData('balanceOf', [owner])));
  const allowance = async (token: string, owner: string, spender: string): Promise<bigint> => BigInt(await chain.rpc.read(token, ERC20.encodeFunctionData('allowance', [owner, spender])));
  const sent = async (): Promise<number> => Number(await chain.rpc.quantity('eth_getTransactionCount', [chain.trader.address, 'latest']));
  const recordFile = (owner: string): string => join(folder.bot.path, 'data', `chain-${owner.toLowerCase()}.json`);

  const approve = (owner: string): Promise<string> => chain.as(owner, contracts.conditionalTokens, ERC1155.encodeFunctionData('setApprovalForAll', [contracts.ctfAdapter, true]));

  /** Pairs of a market that then resolved: YES won. */
  async function won(name: string, owner: string, pairs: bigint): Promise<string> {
    const market = await chain.market(name);
    await chain.mint(owner, pairs);
    await chain.allow(owner);
    await chain.as(owner, contracts.conditionalTokens, CONDITIONAL_TOKENS.encodeFunctionData('splitPosition', [contracts.usdcE, ZeroHash, market.conditionId, [1n, 2n], pairs]));
    await chain.resolve(name, [1, 0]);
    return market.conditionId;
  }

  it('shows a new wallet: what it holds, what is missing and what for, and what to type', async () => {
    const { exit, out } = await folder.run({ kind: 'status' });
    expect(exit).toBe(EXIT.ok);
    expect(out).toContain(`${chain.trader.address}  eoa`);
    expect(out).toMatch(/USDC\.e +\$1000\.00 +`evenkeel wallet wrap <dollars>`/);
    expect(out).toMatch(/approvals +14 of 14 missing: `evenkeel wallet approve`/);
    expect(out).toContain(`collateral to ${contracts.exchange}: buy in standard markets`);
    expect(out).toMatch(/winnings +none to claim/);
    const told = JSON.parse((await folder.run({ kind: 'status' }, { json: true })).out) as Record<string, unknown>;
    expect(told).toMatchObject({ account: chain.trader.address, type: 'eoa', isDeployed: null, collateral: 0, unwrapped: 1_000_000_000, required: 14, winnings: [], unclaimed: 0, underWay: null });
  });

  it('gives the approvals that are missing and no others, each with its hash, and tells the venue to look', async () => {
    await chain.as(chain.trader.address, contracts.pusd, ERC20.encodeFunctionData('approve', [contracts.exchange, 2n ** 256n - 1n]));
    const before = await sent();
    const { exit, out } = await folder.run({ kind: 'approve' }, YES);
    expect(exit).toBe(EXIT.ok);
    expect(await sent() - before).toBe(13);
    expect(out.match(/^done: allow to .*0x[0-9a-f]{64}$/gm)).toHaveLength(13);
    expect(out).not.toContain('buy in standard markets');
    expect(out).toMatch(/allow to buy in neg-risk markets: sending as 0x[0-9a-f]{64}/);
    expect(folder.refreshes).toBe(1);
    expect(existsSync(recordFile(chain.trader.address))).toBe(false);
    expect(await folder.run({ kind: 'approve' }, YES)).toMatchObject({ exit: EXIT.ok, out: 'approve: nothing to do' });
    expect(await sent() - before).toBe(13);
  });

  it('wraps and unwraps what is asked, and leaves the ramps nothing to take', async () => {
    const { address } = chain.trader;
    const wrapped = await folder.run({ kind: 'wrap', amount: cash(250_000_000) }, YES);
    expect(wrapped).toMatchObject({ exit: EXIT.ok, out: expect.stringMatching(/done: wrap \$250\.00 {2}0x/) });
    expect([await balance(contracts.usdcE, address), await balance(contracts.pusd, address), await allowance(contracts.usdcE, address, contracts.onramp)]).toEqual([750_000_000n, 250_000_000n, 0n]);
    expect((await folder.run({ kind: 'unwrap', amount: cash(50_500_000) }, YES)).exit).toBe(EXIT.ok);
    expect([await balance(contracts.usdcE, address), await balance(contracts.pusd, address), await allowance(contracts.pusd, address, contracts.offramp)]).toEqual([800_500_000n, 199_500_000n, 0n]);
    expect(folder.refreshes).toBe(2);
  });

  it('refuses to move more than there is', async () => {
    const before = await sent();
    const { exit, err } = await folder.run({ kind: 'unwrap', amount: cash(1_000_000) }, YES);
    expect([exit, await sent()]).toEqual([EXIT.failed, before]);
    expect(err).toMatch(/holds \$0\.00 of collateral, less than the \$1\.00 to unwrap[^]*MM_WALLET_TOO_LITTLE/);
  });

  it('claims all that resolved markets pay, by what the chain says is held', async () => {
    const { address } = chain.trader;
    await approve(address);
    folder.held = [await won('hail', address, 3_000_000n), await won('fog', address, 4_000_000n), (await chain.market('open still')).conditionId];
    const before = await balance(contracts.usdcE, address);
    expect((await folder.run({ kind: 'status' })).out).toMatch(/winnings +\$7\.00 in 2 markets: `evenkeel wallet claim`/);
    const { exit, out } = await folder.run({ kind: 'claim' }, { ...YES, json: true });
    expect(exit).toBe(EXIT.ok);
    expect(JSON.parse(out)).toMatchObject({ command: 'claim', steps: [{ outcome: 'done', txHash: expect.stringMatching(/^0x/) }, { outcome: 'done' }], venueNotRefreshed: null });
    expect(await balance(contracts.usdcE, address) - before).toBe(7_000_000n);
    expect(await folder.run({ kind: 'claim' }, YES)).toMatchObject({ exit: EXIT.ok, out: 'claim: nothing to do' });
  });

  it('asks at a terminal, and sends nothing on any word but yes', async () => {
    const before = await sent();
    folder.answers = ['no'];
    const declined = await folder.run({ kind: 'wrap', amount: cash(1_000_000) });
    expect([declined.exit, await sent()]).toEqual([EXIT.usage, before]);
    expect(declined.out).toMatch(/is to\n {2}allow the ramp to take \$1\.00\n {2}wrap \$1\.00/);
    expect(declined.err).toMatch(/not confirmed; nothing was sent[^]*MM_WALLET_UNCONFIRMED/);
    folder.answers = [];
    expect((await folder.run({ kind: 'wrap', amount: cash(1_000_000) })).exit).toBe(EXIT.usage);
    folder.answers = ['yes'];
    expect((await folder.run({ kind: 'wrap', amount: cash(1_000_000) })).exit).toBe(EXIT.ok);
    expect(folder.asked.at(-1)).toBe('Send this? Type yes: ');
  });

  it('needs --yes where nobody sits at a terminal', async () => {
    const before = await sent();
    const { exit, err } = await folder.run({ kind: 'approve' });
    expect([exit, await sent()]).toEqual([EXIT.usage, before]);
    expect(err).toContain('`--yes` was not given');
    expect(JSON.parse((await folder.run({ kind: 'approve' }, { json: true })).out)).toMatchObject({ error: { code: 'MM_WALLET_UNCONFIRMED' } });
  });

  it('moves nothing while another process trades the account, and still shows it', async () => {
    const lock = lockVenueAccount(`polymarket-${chain.trader.address.toLowerCase()}`, { XDG_STATE_HOME: folder.state });
    for (const kind of ['approve', 'claim'] as const) expect(await folder.run({ kind }, YES)).toMatchObject({ exit: EXIT.locked, err: expect.stringContaining('MM_JOURNAL_ACCOUNT_LOCKED') });
    expect((await folder.run({ kind: 'status' })).exit).toBe(EXIT.ok);
    lock.release();
    expect((await folder.run({ kind: 'claim' }, YES)).exit).toBe(EXIT.ok);
  });

  it('does not do twice what was sent and not seen through', async () => {
    const { address } = chain.trader;
    await chain.as(address, contracts.usdcE, ERC20.encodeFunctionData('approve', [contracts.onramp, 2n ** 255n]));
    await chain.holdBlocks();
    folder.clock.meanwhile = () => {};
    const unknown = await folder.run({ kind: 'wrap', amount: cash(20_000_000) }, YES);
    expect(unknown).toMatchObject({ exit: EXIT.failed, out: expect.stringMatching(/NOT KNOWN: wrap \$20\.00[^]*Nothing is sent twice/) });
    const blocked = await folder.run({ kind: 'approve' }, YES);
    expect(blocked).toMatchObject({ exit: EXIT.failed, err: expect.stringMatching(/wrap \$20\.00 was sent as 0x[^]*MM_WALLET_UNPROVED/) });
    expect((await folder.run({ kind: 'status' })).out).toMatch(/under way +wrap \$20\.00, sent as 0x/);
    await chain.mine(4);
    await chain.autoMine();
    const again = await folder.run({ kind: 'wrap', amount: cash(20_000_000) }, YES);
    expect(again).toMatchObject({ exit: EXIT.ok, out: expect.stringMatching(/of an earlier run: wrap \$20\.00: done in 0x[^]*wrap: nothing more to do/) });
    expect(await balance(contracts.pusd, address)).toBe(20_000_000n);
    expect(existsSync(recordFile(address))).toBe(false);
    folder.clock.meanwhile = () => chain.mine();
    expect((await folder.run({ kind: 'wrap', amount: cash(20_000_000) }, YES)).exit).toBe(EXIT.ok);
    expect(await balance(contracts.pusd, address)).toBe(40_000_000n);
  });

  it('keeps over a restart what a claim began, and proves it before it claims again', async () => {
    const { address } = chain.trader;
    await approve(address);
    folder.held = [await won('gale', address, 5_000_000n)];
    await chain.holdBlocks();
    folder.clock.meanwhile = () => {};
    expect((await folder.run({ kind: 'claim' }, YES)).exit).toBe(EXIT.failed);
    const records = readFileSync(join(folder.bot.path, 'data', `claims-${address.toLowerCase()}.json`), 'utf8');
    expect(JSON.parse(records)).toMatchObject({ [folder.held[0] as string]: { begun: { kind: 'transaction' } } });
    expect((await folder.run({ kind: 'claim' }, YES)).err).toContain('MM_WALLET_UNPROVED');
    await chain.mine(4);
    await chain.autoMine();
    const before = await sent();
    expect((await folder.run({ kind: 'claim' }, YES)).exit).toBe(EXIT.ok);
    expect([await sent() - before, await balance(contracts.usdcE, address)]).toEqual([0, 1_005_000_000n]);
  });

  it('claims nothing that the venue\u2019s contract may not take yet, and says what to do', async () => {
    folder.held = [await won('squall', chain.trader.address, 1_000_000n)];
    const before = await sent();
    const { exit, err } = await folder.run({ kind: 'claim' }, YES);
    expect([exit, await sent()]).toEqual([EXIT.failed, before]);
    expect(err).toMatch(/may not move the tokens of 0x\w+, which it needs to merge and redeem in standard markets[^]*evenkeel wallet approve[^]*MM_WALLET_NOT_APPROVED/);
  });

  it('says why a claim failed, and when it is tried again', async () => {
    const { address } = chain.trader;
    folder.held = [await won('drizzle', address, 1_000_000n)];
    await approve(address);
    await chain.rpc.ask('anvil_setBalance', [address, '0x0']);
    expect(await folder.run({ kind: 'claim' }, YES)).toMatchObject({ exit: EXIT.failed, out: expect.stringMatching(/FAILED: claim market-\w+\n.*insufficient funds/i) });
    expect(await folder.run({ kind: 'claim' }, YES)).toMatchObject({ exit: EXIT.failed, out: expect.stringMatching(/failed 1 times; tried again after \d{4}-/) });
    expect((await folder.run({ kind: 'status' })).out).toMatch(/gas +0\.0000 POL: transactions cannot be paid/);
    await chain.rpc.ask('anvil_setBalance', [address, '0x56bc75e2d63100000']);
    await folder.clock.wait(61_000);
    expect((await folder.run({ kind: 'claim' }, YES)).exit).toBe(EXIT.ok);
  });

  it('acts for a deposit wallet in one batch through the relayer', async () => {
    const relayer = await LocalRelayer.start(chain.trader.address, chain);
    try {
      await chain.mint(DEPOSIT_WALLET, 90_000_000n);
      const deposit = await WalletFolder.open(chain, contracts, '', { RELAYER_KEY: relayer.key });
      deposit.profile(`wallet: { type: deposit-wallet, address: "${DEPOSIT_WALLET}", key: "\${env:PK}" }\nrpc: "${chain.url}"\nrelayer: { key: "\${env:RELAYER_KEY}", address: "${chain.trader.address}" }`);
      deposit.bot.edit('profiles/wallet.yaml', 'hosts: {', `hosts: { relayer: "${relayer.url}",`);
      relayer.now = deposit.clock.now();
      expect((await deposit.run({ kind: 'approve' }, YES)).exit).toBe(EXIT.ok);
      expect((await deposit.run({ kind: 'wrap', amount: cash(60_000_000) }, YES)).exit).toBe(EXIT.ok);
      expect(relayer.kept.map(({ submitted }) => submitted.depositWalletParams.calls.length)).toEqual([14, 2]);
      expect([await balance(contracts.pusd, DEPOSIT_WALLET), deposit.refreshes]).toEqual([60_000_000n, 2]);
      expect((await deposit.run({ kind: 'status' })).out).toMatch(/deposit-wallet, NOT DEPLOYED[^]*approvals +all 14 given/);
      await deposit.close();
    } finally {
      await relayer.stop();
    }
  });

  it.each([['who knows us', ''], ['at all', '/auth/derive-api-key']])('says that a venue which does not answer %s still goes by what it knew', async (_, silent) => {
    folder.fails = (path) => path === (silent === '' ? '/balance-allowance/update' : silent);
    const { exit, out } = await folder.run({ kind: 'wrap', amount: cash(1_000_000) }, YES);
    expect(exit).toBe(EXIT.ok);
    expect(out).toMatch(/The venue was not told to look again \(.+\); it looks when a session starts/);
  });

  describe('is refused', () => {
    it.each([
      ['approve', 'a Safe', 'wallet: { type: safe, address: "0x00000000000000000000000000000000000deb01", key: "${env:PK}" }\nrpc: "http://127.0.0.1:1"', EXIT.failed, /is a Safe: its actions are not sent from here[^]*venue's own site[^]*MM_WALLET_NOT_FROM_HERE/],
      ['claim', 'a proxy', 'wallet: { type: proxy, address: "0x00000000000000000000000000000000000deb01", key: "${env:PK}" }\nrpc: "http://127.0.0.1:1"', EXIT.failed, /is a proxy[^]*MM_WALLET_NOT_FROM_HERE/],
      ['status', 'a profile without a node', 'wallet: { type: eoa, key: "${env:PK}" }', EXIT.config, /names no node[^]*rpc: "\$\{env:POLYGON_RPC\}"[^]*MM_WALLET_NO_NODE/],
      ['approve', 'a deposit wallet without a relayer', 'wallet: { type: deposit-wallet, address: "0x00000000000000000000000000000000000deb01", key: "${env:PK}" }\nrpc: "http://127.0.0.1:1"', EXIT.config, /deposit wallet and no `relayer`[^]*MM_WALLET_NO_RELAYER/],
      ['approve', 'a key of another address', 'wallet: { type: eoa, address: "0x00000000000000000000000000000000000deb01", key: "${env:PK}" }\nrpc: "http://127.0.0.1:1"', EXIT.failed, /trades from the key's own address 0x[^]*MM_KEYS_WALLET/],
      ['status', 'a key that is none', 'wallet: { type: eoa, key: "${env:TOKEN}" }\nrpc: "http://127.0.0.1:1"', EXIT.failed, /\$\{env:TOKEN\} leads to something that is no private key[^]*MM_KEYS_FORM/],
      ['status', 'a node that does not answer', 'wallet: { type: eoa, key: "${env:PK}" }\nrpc: "http://127.0.0.1:1"', EXIT.unavailable, /the node of the chain: eth_chainId: [^]*MM_WALLET_UNREACHABLE/],
    ] as const)('%s with %s', async (kind, _, account, exit, words) => {
      folder.profile(account);
      const ran = await folder.run({ kind }, YES);
      expect(ran.exit).toBe(exit);
      expect(ran.err).toMatch(words);
    });

    it('with a node of another chain', async () => {
      folder.venue.answer(() => ({ body: '{"jsonrpc":"2.0","id":1,"result":"0x1"}' }));
      folder.profile(`wallet: { type: eoa, key: "\${env:PK}" }\nrpc: "${folder.venue.origin.origin}"`);
      expect(await folder.run({ kind: 'approve' }, YES)).toMatchObject({ exit: EXIT.config, err: expect.stringMatching(/of chain 1, and the venue is on 137[^]*MM_WALLET_OTHER_CHAIN/) });
    });

    it('with a node of a chain without the venue', async () => {
      folder.venue.answer(({ body }) => ({ body: JSON.stringify({ jsonrpc: '2.0', id: 1, result: body.includes('eth_chainId') ? '0x89' : '0x' }) }));
      folder.profile(`wallet: { type: eoa, key: "\${env:PK}" }\nrpc: "${folder.venue.origin.origin}"`);
      expect(await folder.run({ kind: 'status' })).toMatchObject({ exit: EXIT.config, err: expect.stringMatching(/knows no contract at 0x[^]*MM_WALLET_OTHER_CHAIN/) });
    });

    it('with a profile that has no wallet, or mistakes', async () => {
      expect(await folder.run({ kind: 'status' }, { profile: 'demo' })).toMatchObject({ exit: EXIT.config, err: expect.stringContaining('MM_WALLET_NO_ACCOUNT') });
      writeFileSync(join(folder.bot.path, 'profiles/wallet.yaml'), 'mode: live\n');
      expect((await folder.run({ kind: 'status' })).exit).toBe(EXIT.config);
    });

    it('with a record that cannot be read: what was sent is then not known', async () => {
      await folder.run({ kind: 'wrap', amount: cash(1_000_000) }, YES);
      writeFileSync(recordFile(chain.trader.address), '{');
      const before = await sent();
      expect(await folder.run({ kind: 'approve' }, YES)).toMatchObject({ err: expect.stringContaining('MM_VENUE_ACTION_UNREADABLE') });
      expect(await sent()).toBe(before);
    });

    it('with records of claims that cannot be read', async () => {
      const claims = join(folder.bot.path, 'data', `claims-${chain.trader.address.toLowerCase()}.json`);
      for (const damaged of ['', '[]', '{"0x1":{}}']) {
        mkdirSync(dirname(claims), { recursive: true });
        writeFileSync(claims, damaged);
        expect(await folder.run({ kind: 'claim' }, YES)).toMatchObject({ exit: EXIT.failed, err: expect.stringMatching(/claims-0x\w+\.json cannot be read[^]*MM_VENUE_ACTION_UNREADABLE/) });
      }
    });
  });
});

describe('the words of the wallet commands', () => {
  const typed = async (...words: readonly string[]): Promise<readonly [exit: number | null, said: string]> => {
    const said: string[] = [];
    const exits: number[] = [];
    const terminal = { out: (text: string) => { said.push(text); }, err: (text: string) => { said.push(text); }, isColoured: false, environment: {} };
    await buildProgram(terminal, (exit) => { exits.push(exit); }).parseAsync(['node', 'evenkeel', ...words]).catch(() => {});
    return [exits[0] ?? null, said.join('\n')];
  };

  it.each([['0'], ['-5'], ['1.2345678'], ['1e3'], ['ten'], ['$'], ['']])('take no `%s` for dollars', async (amount) => {
    const [exit, said] = await typed('wallet', 'wrap', '--', amount);
    expect([exit, said]).toEqual([null, expect.stringContaining('Write dollars, like 250 or $12.50.')]);
  });

  it('reach the profile that is named, and may be followed by --json', async () => {
    const [exit, said] = await typed('wallet', 'status', '--profile', 'demo', '--json', '-C', join(import.meta.dirname, '../..'));
    expect([exit, JSON.parse(said)]).toEqual([EXIT.config, { error: expect.objectContaining({ code: 'MM_WALLET_NO_ACCOUNT' }) }]);
  });
});
