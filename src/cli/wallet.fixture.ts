// A folder whose profile `wallet` has an account on a chain of our own, and a venue on loopback beside it. For tests of the
// wallet commands as they are typed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BotFolder } from '../runtime/started-bot.fixture.ts';
import { DrivenClock } from '../venues/polymarket/chain/driven-clock.fixture.ts';
import type { Contracts } from '../venues/polymarket/chain/contracts.ts';
import type { LocalChain } from '../venues/polymarket/chain/local-chain.fixture.ts';
import { json, loopbackVenue, type LoopbackVenue } from '../venues/polymarket/rest/loopback-venue.fixture.ts';
import type { Prompts } from './prompts.ts';
import { wallet, type WalletCommand, type WalletCommandOptions } from './wallet.ts';

const CREDENTIALS = { apiKey: '7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2', secret: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', passphrase: 'phrase' };
const LIMITS = 'limits: { grossNotional: $100, dailyLoss: $10, drawdown: { halt: $150 } }\nstorage: { journal: ./data/wallet.db }\napi: { listen: 127.0.0.1:8787, token: "${env:TOKEN}" }';

export interface Ran { readonly exit: number; readonly out: string; readonly err: string }

export class WalletFolder {
  readonly bot = new BotFolder();
  readonly state = mkdtempSync(join(tmpdir(), 'evenkeel-state-'));
  readonly venue: LoopbackVenue;
  readonly clock = new DrivenClock();
  /** What the venue lists as held: condition ids. */
  held: readonly string[] = [];
  /** Typed at the terminal, one after another; null where there is none. */
  answers: string[] | null = null;
  asked: string[] = [];
  /** Requests that the venue answers with an error of its own. */
  fails: (path: string) => boolean = () => false;
  confirmations = 2;
  readonly #chain: LocalChain;
  readonly #contracts: Contracts;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(venue: LoopbackVenue, chain: LocalChain, contracts: Contracts, environment: Readonly<Record<string, string>>) {
    this.venue = venue;
    this.#chain = chain;
    this.#contracts = contracts;
    this.#environment = { TOKEN: 'a-token-of-the-api', PK: chain.trader.privateKey, XDG_STATE_HOME: this.state, ...environment };
    this.clock.meanwhile = () => chain.mine();
    venue.answer(({ path }) => {
      if (this.fails(path)) return { status: 500 };
      if (path === '/v2/positions') return json({ data: this.held.map((id) => ({ condition_id: id, slug: `market-${id.slice(2, 6)}` })), pagination: { next_cursor: null } });
      if (path === '/auth/derive-api-key') return json(CREDENTIALS);
      return json({});
    });
  }

  static async open(chain: LocalChain, contracts: Contracts, account: string, environment: Readonly<Record<string, string>> = {}): Promise<WalletFolder> {
    const folder = new WalletFolder(await loopbackVenue(), chain, contracts, environment);
    folder.profile(account);
    return folder;
  }

  /** `account`: what stands in `venues.polymarket` besides hosts. */
  profile(account: string): void {
    const { origin } = this.venue;
    const host = origin.href.replace(/\/$/, '');
    writeFileSync(join(this.bot.path, 'profiles/wallet.yaml'), `---\nextends: base\nmode: live\nvenues:\n  polymarket:\n    hosts: { clob: "${host}", data: "${host}" }\n${account.replaceAll(/^/gm, '    ')}\n${LIMITS}\n...\n`);
  }

  async run(command: WalletCommand, options: Partial<WalletCommandOptions> = {}): Promise<Ran> {
    const [out, err] = [[] as string[], [] as string[]];
    const { answers } = this;
    const ask = (question: string): Promise<string | null> => { this.asked.push(question); return Promise.resolve(answers?.shift() ?? null); };
    const prompts: Prompts | null = answers === null ? null : { shown: ask, hidden: ask };
    const exit = await wallet(command, { dir: this.bot.path, json: false, profile: 'wallet', isConfirmed: false, ...options }, {
      terminal: { out: (text) => { out.push(text); }, err: (text) => { err.push(text); }, isColoured: false, environment: this.#environment }, prompts, askPassphrase: null,
      surroundings: { contracts: this.#contracts, clock: this.clock, confirmations: this.confirmations },
    });
    return { exit, out: out.join('\n'), err: err.join('\n') };
  }

  get refreshes(): number { return this.venue.requests.filter(({ path }) => path === '/balance-allowance/update').length; }
  get url(): string { return this.#chain.url; }

  async close(): Promise<void> {
    await this.venue.close();
    await this.bot.remove();
    rmSync(this.state, { recursive: true });
  }
}
