import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { ExplanationStep, HourView, MarketReport, MarketSummary, OrderView, PnlView, QualityView, QuoteTrace, RuleTrace, StrategySummary } from '../core/views.ts';
import type { BotStatus, ConfigReport, Controller, GenerationRecord, DayView, HaltReport, HealthReport, PlanReport, PnlReport } from '../runtime/controller.ts';
import type { configReport, generationRecord, haltReport, healthReport, planReport } from './control-schemas.ts';
import type { dayView, hourView, pnlReport } from './pnl-schemas.ts';
import type { engineStatus, explanation, explanationStep, marketReport, marketSummary, orderView, pnlView, qualityView, quoteTrace, ruleTrace, strategySummary } from './view-schemas.ts';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Explained = NonNullable<ReturnType<Controller['explain']>>;

test('shows of each view every field, and no field that it does not have (judged by the compiler)', () => {
  const agree: readonly [
    Same<z.output<typeof pnlView>, PnlView>, Same<z.output<typeof marketSummary>, MarketSummary>, Same<z.output<typeof orderView>, OrderView>,
    Same<z.output<typeof marketReport>, MarketReport>, Same<z.output<typeof engineStatus>, BotStatus>, Same<z.output<typeof ruleTrace>, RuleTrace>,
    Same<z.output<typeof explanationStep>, ExplanationStep>, Same<z.output<typeof quoteTrace>, QuoteTrace>, Same<z.output<typeof explanation>, Explained>,
    Same<z.output<typeof healthReport>, HealthReport>, Same<z.output<typeof planReport>, PlanReport>, Same<z.output<typeof configReport>, ConfigReport>,
    Same<z.output<typeof generationRecord>, GenerationRecord>, Same<z.output<typeof haltReport>, HaltReport>,
    Same<z.output<typeof qualityView>, QualityView>, Same<z.output<typeof strategySummary>, StrategySummary>,
    Same<z.output<typeof hourView>, HourView>, Same<z.output<typeof dayView>, DayView>, Same<z.output<typeof pnlReport>, PnlReport>,
  ] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];
  expect(agree.every(Boolean)).toBe(true);
});
