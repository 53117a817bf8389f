import { describe, expect, it } from '@jest/globals';
import { PromMetrics } from './prom-metrics.js';

const lineOf = async (metrics: PromMetrics, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

describe('PromMetrics', () => {
  it('shows a counter without labels as it stands each time it is read, whoever counts', async () => {
    const metrics = new PromMetrics();
    const counter = metrics.counter('frames_total', 'Frames');
    expect(await lineOf(metrics, 'frames_total')).toEqual(['frames_total 0']);
    counter.add();
    metrics.counter('frames_total', 'Frames').add(2.5);
    expect(await lineOf(metrics, 'frames_total')).toEqual(['frames_total 3.5']);
    expect(await lineOf(metrics, 'frames_total')).toEqual(['frames_total 3.5']);
  });

  it('keeps the labels of a counter apart', async () => {
    const metrics = new PromMetrics();
    const counter = metrics.counter('refused_total', 'Refused', ['code']);
    counter.add(1, { code: 'A' });
    counter.add(2, { code: 'B' });
    expect(await lineOf(metrics, 'refused_total')).toEqual(['refused_total{code="A"} 1', 'refused_total{code="B"} 2']);
  });
});
