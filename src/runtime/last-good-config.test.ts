import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lastGoodConfig } from './last-good-config.ts';
import { BotFolder } from './started-bot.fixture.ts';

let folder: BotFolder;
beforeEach(() => { folder = new BotFolder(); });
afterEach(async () => { await folder.remove(); });

test('finds the newest config of the journals, and passes over files of others', async () => {
  const { bot } = await folder.start();
  folder.edit('strategies.yaml', 'halfSpread: 1.5c', 'halfSpread: 2.5c');
  await bot.reload();
  const { hash } = bot.config();
  await folder.kill();
  writeFileSync(join(folder.path, 'data/notes.db'), 'no database at all');
  expect(lastGoodConfig(folder.path, null).hash).toBe(hash);
  expect(() => lastGoodConfig(folder.path, 'paper')).toThrow('no generation of profile paper');
});
