// Every metric of GET /metrics.

import { METRICS, type MetricSpec } from '../../src/observe/metrics-table.ts';
import { cell, code, referencePage, table, type Page } from '../markdown.ts';

export function metricsPage(): Page {
  const metrics: readonly MetricSpec[] = Object.values(METRICS);
  const meaning = ({ help, buckets }: MetricSpec): string => (buckets === undefined ? help : `${help} Buckets: ${buckets.join(', ')}.`);
  return referencePage('metrics', 'Metrics', ['src/observe/metrics-table.ts'], [
    '`GET /metrics` answers in the Prometheus text format. Dollars and shares are decimals, durations are seconds.',
    'With `--speed max` the API is not served, so there is nothing to scrape.',
    table(['metric', 'kind', 'labels', 'meaning'], metrics.map((metric) => [code(metric.name), metric.kind, metric.labels.map(code).join(', '), cell(meaning(metric))])),
  ]);
}
