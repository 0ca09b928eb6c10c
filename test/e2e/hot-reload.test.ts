import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { botFolder, replaced, STRATEGIES, withHalfSpread, type BotFolder } from './bot-folder.fixture.ts';
import { asVim, configMapSwap, deleted, directoryReplaced, inPlace, mountConfigMap, renameOver, sedInPlace, touched, twiceQuickly, type Edit } from './edit-styles.fixture.ts';
import { cleanUp, evenkeel, eventually, halfSpreadOf, RunningBot } from './running-bot.fixture.ts';

const MARKET = 'rain-in-lisbon';

let folder: BotFolder;
let bot: RunningBot;
/** The shipped text, and a half-spread nobody has used yet. */
let shipped = '';
let cents = 1.5;
const nextText = (): string => withHalfSpread(shipped, cents += 0.25);

async function start(prepare: (folder: BotFolder) => void = () => undefined): Promise<void> {
  folder = await botFolder();
  shipped = folder.read(STRATEGIES);
  prepare(folder);
  bot = await RunningBot.start(folder);
  await bot.quotesEverywhere();
}

const stop = (): Promise<void> => cleanUp(folder);

// Most tests share a bot, since a bot takes seconds to its first quote; each leaves it well, with a generation of its own.
beforeAll(() => start());
afterAll(stop);

/** The generation is in force, and the market is quoted under it with the half-spread written last. */
async function expectQuotes(generation: number, halfSpread = cents): Promise<void> {
  await eventually(`generation ${generation} quotes ${halfSpread}c from fair value`, async () => {
    const explained = await bot.explain(MARKET);
    if (explained.generation < generation) return null;
    expect(explained.generation).toBe(generation);
    return halfSpreadOf(explained) === halfSpread ? true : null;
  }, () => bot.out.slice(-2_000));
  expect((await bot.status()).generation).toBe(generation);
  const { report, code } = await bot.health();
  expect({ code, config: report.config }).toEqual({ code: 200, config: 'in-force' });
}
const generation = async (): Promise<number> => (await bot.status()).generation;
/** Lines about the config, of the terminal or the log. */
const configLines = (text: string): readonly string[] =>
  text.split('\n').filter((line) => /\s(config|alert)\s{2,}/.test(line) || /"kind":"(config|alert)"/.test(line));

describe('from the command line', () => {
  test('reverts to an earlier generation, plans what the files would change back, and applies it', async () => {
    inPlace(folder, withHalfSpread(shipped, 3));
    await expectQuotes(2, 3);
    expect(await evenkeel(folder, 'plan')).toMatchObject({ exit: 0, out: expect.stringContaining('generation 2 is in force; the files on disk say the same') as string });

    expect(await evenkeel(folder, 'revert', '1')).toMatchObject({ exit: 0, out: expect.stringMatching(/generation 3 in force, the same as 1\n.*halfSpread 3c → 1\.5c/) as string });
    expect(halfSpreadOf(await bot.explain(MARKET))).toBe(1.5);
    expect(await bot.health()).toMatchObject({ code: 503, report: { config: 'pending', generation: 3 } });
    const plan = await evenkeel(folder, 'plan');
    expect(plan).toMatchObject({ exit: 0, out: expect.stringMatching(/halfSpread 1\.5c → 3c/) as string });
    expect(plan.out).toContain('it waits for `evenkeel apply`');

    expect(await evenkeel(folder, 'apply')).toMatchObject({ exit: 0, out: expect.stringContaining('generation 4 in force') as string });
    await expectQuotes(4, 3);
    expect(await evenkeel(folder, 'revert', '99')).toMatchObject({ exit: 1, err: expect.stringContaining('MM_CONFIG_UNKNOWN_GENERATION') as string });
    expect((await bot.config()).generations.map(({ origin }) => origin)).toEqual(['start', 'save', 'revert', 'apply']);
  });

  test('shows the effective value with its origin, and finds no mistake', async () => {
    const [show, check] = await Promise.all([evenkeel(folder, 'show'), evenkeel(folder, 'check')]);
    expect(show.exit).toBe(0);
    expect(show.out).toMatch(/strategies\.demo-markets\.quote\.halfSpread +3c +strategies\.yaml:\d+:\d+/);
    expect(show.out).toMatch(/limits\.grossNotional +\S+ +profiles\/base\.yaml:\d+:\d+/);
    expect(check).toMatchObject({ exit: 0, out: expect.stringContaining('ok: profile demo') as string });
    inPlace(folder, shipped);
    await expectQuotes(5, 1.5);
  });
});

describe('what a save cannot do', () => {
  test('a file with a mistake leaves the generation in force, and health, config, terminal and commands say so', async () => {
    const before = await generation();
    inPlace(folder, replaced(shipped, 'halfSpread: 1.5c', 'halfSpred: 1.5c'));
    const health = await bot.healthWhere('a mistake makes it unwell', 503);
    expect(health).toMatchObject({ config: 'rejected', generation: before, reasons: [{ code: 'config-rejected' }] });
    const config = await bot.config();
    expect(config).toMatchObject({ generation: before, status: 'rejected' });
    expect(config.problems).toEqual([expect.objectContaining({ code: 'MM_CONFIG_UNKNOWN_KEY', file: STRATEGIES, line: lineOf('halfSpread: 1.5c') })]);
    await bot.printed('did you mean `halfSpread`?');
    await bot.printed(`generation ${before} stays in force`);

    expect(await evenkeel(folder, 'check')).toMatchObject({ exit: 78, err: expect.stringContaining(`${STRATEGIES}:${lineOf('halfSpread: 1.5c')}:`) as string });
    expect(await evenkeel(folder, 'plan')).toMatchObject({ exit: 78, out: expect.stringContaining('MM_CONFIG_UNKNOWN_KEY') as string });
    expect(await evenkeel(folder, 'apply')).toMatchObject({ exit: 1, err: expect.stringContaining('MM_CONFIG_INVALID') as string });
    expect((await bot.status()).orders.open).toBeGreaterThan(0);

    inPlace(folder, shipped);
    await bot.healthWhere('the file put right makes it well', 200);
    expect(await generation()).toBe(before);
  });

  test('a change of the API address is refused with the remedy, and the old address goes on answering', async () => {
    const profile = folder.read('profiles/demo.yaml');
    folder.edit('profiles/demo.yaml', `127.0.0.1:${folder.port}`, `127.0.0.1:${folder.port + 1}`);
    await bot.healthWhere('a restart-class change makes it unwell', 503);
    await bot.printed('MM_CONFIG_NEEDS_RESTART');
    expect((await bot.config()).problems).toEqual([expect.objectContaining({ code: 'MM_CONFIG_NEEDS_RESTART', file: 'profiles/demo.yaml' })]);
    expect(await evenkeel(folder, 'plan', '--url', folder.url)).toMatchObject({ exit: 78, out: expect.stringMatching(/api\.listen.*stop the bot/s) as string });
    folder.write('profiles/demo.yaml', profile);
    await bot.healthWhere('taking it back makes it well', 200);
  });

  test('naming the paper profile without a recording is refused with the remedy, and the demo goes on', async () => {
    const { session } = await bot.status();
    inPlace(folder, replaced(shipped, 'profile: demo', 'profile: paper'));
    await bot.printed('MM_RUN_TAPE_NEEDED');
    await bot.printed('evenkeel run --profile paper --tape <path>');
    await bot.healthWhere('a swap that failed makes it unwell', 503);
    const status = await bot.quotesEverywhere();
    expect(status.session).toEqual(session);
    inPlace(folder, shipped);
    await bot.healthWhere('taking it back makes it well', 200);
  });

  test('a limit lowered takes force at once: what rests beyond it is cancelled', async () => {
    const before = await generation();
    await eventually('more than 60 shares rest on a side', async () => ((await widestSide()) > 60 ? true : null));
    inPlace(folder, replaced(shipped, 'position: 400 shares', 'position: 60 shares'));
    await eventually('at most 60 shares rest on any side', async () => ((await widestSide()) <= 60 ? true : null), () => bot.out.slice(-2_000));
    expect(await generation()).toBe(before + 1);
    expect((await bot.config()).generations.at(-1)?.changes.join()).toContain('limits.position 400 shares → 60 shares');
    await bot.quotesEverywhere();
  });

  /** Shares of ours on the bids or the asks of a market, wherever there are most. */
  async function widestSide(): Promise<number> {
    const markets = await Promise.all((await bot.status()).markets.map(({ name }) => bot.market(name)));
    const resting = (side: 'bid' | 'ask') => markets.map(({ orders }) => orders.filter((order) => order.side === side).reduce((sum, { remaining }) => sum + remaining, 0));
    return Math.max(...resting('bid'), ...resting('ask'));
  }
  const lineOf = (what: string): number => shipped.slice(0, shipped.indexOf(what)).split('\n').length;
});

describe('a save takes force, however it is written', () => {
  test('touched without a change it says nothing and changes nothing', async () => {
    const before = await generation();
    const printed = configLines(bot.out).length;
    const logged = configLines(folder.read('logs/current.log')).length;
    touched(folder);
    // Reads the touched file at once; whatever the touch sets off comes before the edit that follows.
    expect(await (await bot.fetch('/config/reload', { method: 'POST' })).json()).toMatchObject({ status: 'nothing', generation: before });
    inPlace(folder, nextText());
    await expectQuotes(before + 1);
    await bot.printed(`generation ${before + 1} in force`);
    expect(configLines(bot.out).slice(printed)).toEqual([expect.stringContaining(`generation ${before + 1} in force`)]);
    const log = await eventually('the new generation is in the log', () => {
      const text = folder.read('logs/current.log');
      return text.includes(`generation ${before + 1} in force`) ? text : null;
    });
    const since = configLines(log).slice(logged);
    expect(since.filter((line) => !line.includes(`generation ${before + 1}`))).toEqual([]);
  });

  const STYLES: readonly (readonly [string, Edit])[] = [
    ['in place', inPlace], ['renamed over', renameOver], ['as vim does', asVim], ['by sed -i', sedInPlace], ['with the directory replaced', directoryReplaced],
    ['in place, in the new directory', inPlace],
  ];
  test.each(STYLES)('%s', async (_, edit) => {
    const before = await generation();
    edit(folder, nextText());
    await expectQuotes(before + 1);
  });

  test('after the file was deleted: the generation stays until it returns', async () => {
    const before = await generation();
    deleted(folder);
    const { config, reasons } = await bot.healthWhere('a missing file makes it unwell', 503);
    expect({ config, reasons }).toMatchObject({ config: 'rejected', reasons: [{ code: 'config-rejected' }] });
    await bot.printed('MM_CONFIG_UNREADABLE');
    expect(await generation()).toBe(before);
    expect((await bot.status()).orders.open).toBeGreaterThan(0);
    inPlace(folder, nextText());
    await expectQuotes(before + 1);
  });

  test('of two edits within 50 ms the last one counts, once', async () => {
    const before = await generation();
    const first = nextText();
    twiceQuickly(folder, first, nextText());
    await expectQuotes(before + 1);
    const { generations } = await bot.config();
    expect(generations.at(-1)?.changes.join()).toContain(`→ ${cents}c`);
  });
});

describe('a ConfigMap', () => {
  test('takes force at each swap of its `..data` link', async () => {
    await stop();
    await start(mountConfigMap);
    for (const turn of [1, 2]) {
      configMapSwap(turn)(folder, nextText());
      await expectQuotes(turn + 1);
    }
  });
});
