import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compare } from '../../src/backtest/compare.ts';
import { madeUpResult } from '../../src/backtest/report/made-up-result.fixture.ts';
import { writeComparison, writeReport, type ComparisonFiles, type ReportFiles } from '../../src/backtest/report/write-report.ts';
import type { BacktestResult } from '../../src/backtest/result.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const it = CHROMIUM === undefined ? test.skip : test;
const ABSENT = CHROMIUM === undefined ? ' (skipped: no Chromium under /usr/bin)' : '';
const HOSTILE = '<img src=x onerror="window.wasRun = true">';

let folder: string;
let browser: Browser;
let page: Page;
let report: ReportFiles;
let comparison: ComparisonFiles;
/** Of every page opened since the last test began. */
let complaints: string[] = [];
let requests: string[] = [];

beforeAll(async () => {
  if (CHROMIUM === undefined) return;
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-report-'));
  const markets = ['calm', 'busy', HOSTILE];
  const result = madeUpResult({ points: 300, fillsPerMarket: 60, markets });
  report = await writeReport(result, folder);
  comparison = await writeComparison(compare(result, madeUpResult({ points: 300, fillsPerMarket: 60, markets, wider: 0.01 })), folder);
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});
afterAll(async () => {
  if (CHROMIUM === undefined) return;
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => { [complaints, requests] = [[], []]; });

async function opened(path: string, view: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
  page = await browser.newPage({ viewport: { width: view.width ?? 1280, height: 900 }, colorScheme: view.colorScheme ?? 'light' });
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
  page.on('pageerror', (error) => { complaints.push(error.message); });
  page.on('request', (request) => { requests.push(request.url()); });
  await page.goto(pathToFileURL(path).href);
  return page;
}

const shownModel = () => page.locator('[data-model]:not([hidden])').evaluateAll((blocks) => [...new Set(blocks.map((block) => block.getAttribute('data-model')))]);
/** Share of the canvas that was painted. */
const painted = (id: string) => page.locator(`#${id} canvas`).evaluate((canvas) => {
  const { width, height } = canvas as unknown as { width: number; height: number };
  const context = (canvas as unknown as { getContext(kind: '2d'): { getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray } } }).getContext('2d');
  const { data } = context.getImageData(0, 0, width, height);
  let count = 0;
  for (let i = 3; i < data.length; i += 4) if ((data[i] ?? 0) > 0) count++;
  return count / (width * height);
});
/** Written anew here, so that the formatter of the report is not its own judge. */
const money = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}$${Math.abs(value).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

it(`opens from a file without a complaint and asks for nothing else${ABSENT}`, async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await opened(report.html, { colorScheme });
    for (const id of ['equity-chart', 'drawdown-chart', 'gross-chart', 'markout-chart', 'price-chart', 'position-chart', 'pnl-chart']) expect([id, await painted(id) > 0.003]).toEqual([id, true]);
    await page.close();
  }
  await opened(comparison.html);
  for (const id of ['curves-chart', 'difference-chart']) expect([id, await painted(id) > 0.003]).toEqual([id, true]);
  await page.close();
  expect(complaints).toEqual([]);
  expect(requests).toEqual([report.html, report.html, comparison.html].map((path) => pathToFileURL(path).href));
});

it(`shows the values that its JSON holds${ABSENT}`, async () => {
  const result = JSON.parse(readFileSync(report.json, 'utf8')) as BacktestResult;
  await opened(report.html);
  for (const [name, model] of Object.entries(result.models)) {
    const figure = (label: string) => page.locator(`[data-model-of="${name}"][data-figure="${label}"]`).innerText();
    expect(await figure('Profit and loss: total')).toBe(money(model.pnl.total));
    expect(await figure('Profit and loss: adverse selection')).toBe(money(model.pnl.adverseSelection));
    expect(await figure('Profit and loss: fees')).toBe(money(-model.pnl.fees));
    expect(await figure('Fills: fills')).toBe(model.fills.toLocaleString('en-US'));
    await page.check(`input[value="${name}"]`);
    const rows = await page.locator(`[data-model="${name}"] table`).first().locator('tbody tr').evaluateAll((all) => all.map((row) => [row.querySelector('th')?.textContent?.trim(), row.querySelector('td')?.textContent]));
    expect(new Map(rows as [string, string][])).toEqual(new Map(model.markets.map((market) => [market.name, money(market.pnl.total)])));
    expect(await page.locator('#equity-chart-legend').innerText()).toContain(money(Math.round(model.equity.pnl.at(-1)! * 1_000) / 1_000));
  }
  await page.close();
});

it(`chooses model and market, by keyboard too, and zooms${ABSENT}`, async () => {
  await opened(report.html);
  expect(await shownModel()).toEqual(['pessimistic']);
  await page.focus('input[value="pessimistic"]');
  await page.keyboard.press('ArrowRight');
  expect(await shownModel()).toEqual(['proportional']);
  await page.selectOption('select[name="market"]', 'calm');
  expect(await page.locator('#market').innerText()).toBe('Quotes and fills calm, proportional');
  const axis = () => page.locator('#price-chart canvas').evaluate((canvas) => (canvas as unknown as { toDataURL(): string }).toDataURL());
  const whole = await axis();
  await page.click('[data-zoom="in"]');
  await expect.poll(axis).not.toBe(whole);
  await page.click('[data-zoom="all"]');
  await expect.poll(axis).toBe(whole);
  await page.locator('[data-model="proportional"] [data-go-time]').first().click();
  await expect.poll(axis).not.toBe(whole);
  expect(complaints).toEqual([]);
  await page.close();
});

it(`shows a hostile name as the text it is${ABSENT}`, async () => {
  await opened(report.html);
  await page.selectOption('select[name="market"]', HOSTILE);
  expect(await page.locator('#market').innerText()).toContain(HOSTILE);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate('window.wasRun')).toBeUndefined();
  await page.close();
});

it(`fits a phone and a desk, and nothing moves while it loads${ABSENT}`, async () => {
  for (const path of [report.html, comparison.html]) {
    for (const width of [400, 1280]) {
      await opened(path, { width });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const moved = await page.evaluate(`new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => { for (const { value } of list.getEntries()) sum += value; }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      })`);
      expect(moved).toBeLessThan(0.01);
      await page.close();
    }
  }
  expect(complaints).toEqual([]);
});
