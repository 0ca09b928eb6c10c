// A chain of our own for tests: anvil on loopback, with the real Conditional Tokens (as npm has them compiled) and a plain
// ERC-20 in place of the dollar. The venue's own contracts cannot be had: the Conditional Tokens stand in for the adapters,
// whose signatures they share, so that the very bytes we send are executed.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AbiCoder, ContractFactory, getCreateAddress, id, solidityPackedKeccak256, Wallet } from 'ethers';
import { conditionalTokenIds } from './position-ids.ts';
import { POLYGON, type Contracts } from './contracts.ts';
import { ERC1155, ERC20 } from './interfaces.ts';
import { JsonRpc } from './json-rpc.ts';
import type { ChainMarket } from './token-calls.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ANVIL = join(ROOT, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
/** Anvil is built for one platform and optional; without it these tests are skipped, and say so. */
export const HAS_ANVIL = existsSync(ANVIL);
export const NO_ANVIL = HAS_ANVIL ? '' : ' (skipped: anvil is not installed on this machine)';

/** The first accounts of anvil's well-known mnemonic; worth nothing anywhere else. */
const DEPLOYER = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const TRADER = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ORACLE = '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a';

const SETUP = {
  prepare: 'function prepareCondition(address oracle, bytes32 questionId, uint256 outcomeSlotCount)',
  report: 'function reportPayouts(bytes32 questionId, uint256[] payouts)',
  mint: 'function mint(address to, uint256 amount)',
} as const;

export class LocalChain {
  readonly rpc: JsonRpc;
  readonly contracts: Contracts;
  readonly trader = new Wallet(TRADER);
  readonly #oracle = new Wallet(ORACLE);
  readonly #process: ChildProcess;
  readonly url: string;

  private constructor(process: ChildProcess, url: string, contracts: Contracts) {
    this.#process = process;
    this.url = url;
    this.rpc = new JsonRpc({ url, timeoutMs: 10_000 });
    this.contracts = contracts;
  }

  static async start(): Promise<LocalChain> {
    // Port 0: the system gives a free one, and anvil says which.
    const process = spawn(ANVIL, ['--host', '127.0.0.1', '--port', '0', '--chain-id', '137', '--accounts', '4'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      process.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const listening = /Listening on (127\.0\.0\.1:\d+)/.exec(said);
        if (listening !== null) resolve(`http://${listening[1]}`);
      });
      process.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${said}`)));
    });
    const rpc = new JsonRpc({ url, timeoutMs: 10_000 });
    const deployer = new Wallet(DEPLOYER);
    const usdcE = await deploy(rpc, deployer, 'openzeppelin-solidity/build/contracts/ERC20Mintable.json', 0);
    const conditionalTokens = await deploy(rpc, deployer, '@gnosis.pm/conditional-tokens-contracts/build/contracts/ConditionalTokens.json', 1);
    const chain = new LocalChain(process, url, { ...POLYGON, usdcE, pusd: usdcE, wrappedCollateral: usdcE, conditionalTokens, ctfAdapter: conditionalTokens, negRiskCtfAdapter: conditionalTokens });
    await chain.mint(chain.trader.address, 1_000_000_000n);
    return chain;
  }

  /** Gives dollars, in micro-units. */
  async mint(to: string, amount: bigint): Promise<void> {
    await this.as(new Wallet(DEPLOYER).address, this.contracts.usdcE, encode(SETUP.mint, [to, amount]));
  }

  /**
   * The same contracts with a collateral of its own, and ramps between it and the dollar: thirty instructions each that take by
   * `transferFrom` and give by `mint` or `transfer`, as the venue's do. The second token contract is the first.
   */
  async withRamps(): Promise<Contracts> {
    const deployer = new Wallet(DEPLOYER);
    const pusd = await deploy(this.rpc, deployer, 'openzeppelin-solidity/build/contracts/ERC20Mintable.json', Number(await this.rpc.quantity('eth_getTransactionCount', [deployer.address, 'pending'])));
    const { onramp, offramp, usdcE } = this.contracts;
    await this.rpc.ask('anvil_setCode', [onramp, rampCode({ takes: null, gives: pusd, by: 'mint(address,uint256)' })]);
    await this.rpc.ask('anvil_setCode', [offramp, rampCode({ takes: pusd, gives: null, by: 'transfer(address,uint256)' })]);
    await this.as(deployer.address, pusd, encode('function addMinter(address account)', [onramp]));
    await this.as(deployer.address, usdcE, encode(SETUP.mint, [offramp, 1_000_000_000_000n]));
    return { ...this.contracts, pusd, wrappedCollateral: POLYGON.wrappedCollateral, positionManager: this.contracts.conditionalTokens };
  }

  /** A condition that the oracle can resolve, as a market. */
  async market(name: string): Promise<ChainMarket> {
    const questionId = id(name);
    await this.as(this.#oracle.address, this.contracts.conditionalTokens, encode(SETUP.prepare, [this.#oracle.address, questionId, 2]));
    const conditionId = solidityPackedKeccak256(['address', 'bytes32', 'uint256'], [this.#oracle.address, questionId, 2]);
    const [yesId, noId] = conditionalTokenIds(this.contracts.usdcE, conditionId);
    return { conditionId, slug: name, version: 'v1', negRisk: false, yesId, noId };
  }

  async resolve(name: string, payouts: readonly [number, number]): Promise<void> {
    await this.as(this.#oracle.address, this.contracts.conditionalTokens, encode(SETUP.report, [id(name), payouts]));
  }

  /** Sends from any account without its key, and mines it. */
  async as(from: string, to: string, data: string): Promise<string> {
    await this.rpc.ask('anvil_impersonateAccount', [from]);
    await this.rpc.ask('anvil_setBalance', [from, '0x56bc75e2d63100000']);
    const hash = String(await this.rpc.ask('eth_sendTransaction', [{ from, to, data }]));
    // Its block is made a moment after the hash is told.
    for (let asked = 0; asked < 1_000; asked++) {
      const receipt = await this.rpc.ask('eth_getTransactionReceipt', [hash]) as { status: string } | null;
      if (receipt === null) continue;
      if (receipt.status !== '0x1') throw new Error(`a transaction of the fixture reverted: ${hash}`);
      return hash;
    }
    throw new Error(`a transaction of the fixture was not mined: ${hash}`);
  }

  async allow(owner: string): Promise<void> {
    await this.as(owner, this.contracts.usdcE, ERC20.encodeFunctionData('approve', [this.contracts.ctfAdapter, 2n ** 200n]));
  }

  async dollars(owner: string): Promise<bigint> { return BigInt(await this.rpc.read(this.contracts.usdcE, ERC20.encodeFunctionData('balanceOf', [owner]))); }
  async tokens(owner: string, tokenId: string): Promise<bigint> { return BigInt(await this.rpc.read(this.contracts.conditionalTokens, ERC1155.encodeFunctionData('balanceOf', [owner, tokenId]))); }
  /** Blocks are mined only when asked for. */
  async holdBlocks(): Promise<void> { await this.rpc.ask('evm_setAutomine', [false]); }
  async mine(blocks = 1): Promise<void> { await this.rpc.ask('anvil_mine', [`0x${blocks.toString(16)}`]); }
  async autoMine(): Promise<void> { await this.rpc.ask('evm_setAutomine', [true]); }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => { this.#process.once('exit', resolve); });
    this.#process.kill();
    await ended;
  }
}

function encode(signature: string, args: readonly unknown[]): string {
  const types = /\((.*)\)/.exec(signature)?.[1]?.split(',').map((part) => part.trim().split(' ')[0] as string) ?? [];
  const name = /function (\w+)/.exec(signature)?.[1] ?? '';
  return `${id(`${name}(${types.join(',')})`).slice(0, 10)}${AbiCoder.defaultAbiCoder().encode(types, args).slice(2)}`;
}

async function deploy(rpc: JsonRpc, deployer: Wallet, artefact: string, nonce: number): Promise<string> {
  const { abi, bytecode } = JSON.parse(readFileSync(join(ROOT, 'node_modules', artefact), 'utf8')) as { readonly abi: never[]; readonly bytecode: string };
  const { data } = await new ContractFactory(abi, bytecode).getDeployTransaction();
  await rpc.ask('eth_sendRawTransaction', [await deployer.signTransaction({ type: 2, chainId: 137, nonce, data, gasLimit: 8_000_000n, maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n })]);
  return getCreateAddress({ from: deployer.address, nonce });
}

/** Code for (address asset, address to, uint256 amount). Null stands for the asset that is named in the call. */
function rampCode({ takes, gives, by }: { readonly takes: string | null; readonly gives: string | null; readonly by: string }): string {
  let code = '';
  const add = (...parts: readonly string[]): void => { code += parts.join(''); };
  const push = (hex: string): string => `${(0x5f + hex.length / 2).toString(16)}${hex}`;
  const store = (value: string, at: string): void => { add(value, push(at), '52'); };
  const argument = (at: string): string => `${push(at)}35`;
  const selector = (signature: string): string => `${push(id(signature).slice(2, 10))}${push('e0')}1b`;
  const call = (token: string | null, bytes: string): void => {
    add(push('00'), push('00'), push(bytes), push('00'), push('00'), token === null ? argument('04') : push(token.slice(2).toLowerCase()), '5a', 'f1');
    // On success over the revert.
    add(push((code.length / 2 + 9).toString(16).padStart(4, '0')), '57', push('00'), push('00'), 'fd', '5b');
  };
  store(selector('transferFrom(address,address,uint256)'), '00');
  store('33', '04');
  store('30', '24');
  store(argument('44'), '44');
  call(takes, '64');
  store(selector(by), '00');
  store(argument('24'), '04');
  store(argument('44'), '24');
  call(gives, '44');
  add('00');
  return `0x${code}`;
}
