// The options of `evenkeel wallet` and its commands.

import { InvalidArgumentError, type Command } from 'commander';
import { cash as dollars } from '../config/units.ts';
import { cash, type Cash } from '../core/domain/numbers.ts';
import { passphraseAsker } from './ask-passphrase.ts';
import { promptsAt } from './prompts.ts';
import type { Terminal } from './terminal.ts';
import type { WalletCommand } from './wallet.ts';

interface Host {
  readonly globals: () => { readonly dir: string; readonly json: boolean };
  readonly terminal: Terminal;
  readonly finish: (exit: number) => void;
}
interface Typed { readonly profile?: string; readonly yes?: true }

export function addWalletCommand(program: Command, { globals, terminal, finish }: Host): void {
  const wallet = program.command('wallet').description('the wallet of a profile: what it holds, what the venue may do with it, winnings to claim')
    .addHelpText('after', EXAMPLES);
  const perform = async (command: WalletCommand, { profile, yes }: Typed): Promise<void> => {
    const { POLYGON_SURROUNDINGS } = await import('../venues/polymarket/chain/account-actions.ts');
    finish(await (await import('./wallet.ts')).wallet(command, { ...globals(), profile: profile ?? null, isConfirmed: yes === true }, {
      terminal, prompts: promptsAt(process.stdin, process.stderr), askPassphrase: passphraseAsker(process.stdin, process.stderr), surroundings: POLYGON_SURROUNDINGS,
    }));
  };
  const looking = (name: string, summary: string): Command => wallet.command(name).description(summary).option('--profile <name>', 'a file of profiles/, instead of the one strategies.yaml names');
  const acting = (name: string, summary: string): Command => looking(name, summary).option('--yes', 'send without asking');

  looking('status', 'address, collateral, missing approvals and what each is for, winnings').action((typed: Typed) => perform({ kind: 'status' }, typed));
  acting('approve', 'give the venue\'s contracts the approvals that are missing').action((typed: Typed) => perform({ kind: 'approve' }, typed));
  acting('wrap', 'make collateral of USDC.e').argument('<dollars>', 'like 250 or $12.50', amount).action((micros: Cash, typed: Typed) => perform({ kind: 'wrap', amount: micros }, typed));
  acting('unwrap', 'make USDC.e of collateral').argument('<dollars>', 'like 250 or $12.50', amount).action((micros: Cash, typed: Typed) => perform({ kind: 'unwrap', amount: micros }, typed));
  acting('claim', 'turn in whatever resolved markets pay for').action((typed: Typed) => perform({ kind: 'claim' }, typed));
  wallet.command('new-keystore').description('encrypt a private key into keystores/<name>.json; it is typed, and not shown')
    .argument('<name>', 'as profiles refer to it: "${keystore:<name>}"')
    .option('--generate', 'make a new key instead of asking for one')
    .action(async (name: string, { generate }: { readonly generate?: true }) => finish(await (await import('./new-keystore.ts')).newKeystore(name, {
      ...globals(), isGenerated: generate === true,
    }, terminal, promptsAt(process.stdin, process.stderr))));
}

function amount(text: string): Cash {
  const read = dollars.read(text.startsWith('$') ? text : `$${text}`);
  if (!read.ok || read.value <= 0) throw new InvalidArgumentError('Write dollars, like 250 or $12.50.');
  return cash(read.value);
}

const EXAMPLES = `
Examples:
  $ evenkeel wallet status --profile live
  $ evenkeel wallet wrap 250 --profile live      shows what it sends, and asks
  $ evenkeel wallet claim --profile live --yes   for cron: asks nothing, exit 1 where something is not done

None but status runs while a bot trades the account: the bot does these things by itself, or is stopped first.
`;
