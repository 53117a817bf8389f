import { describe, expect, it } from '@jest/globals';
import { PromMetrics } from './prom-metrics.js';

const linesOf = async (metrics: PromMetrics, name: string) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith(name));

describe('PromMetrics', () => {
  it('shows the current value of a counter without labels at each reading', async () => {
    const metrics = new PromMetrics();
    const counter = metrics.counter('frames_total', 'Frames');
    expect(await linesOf(metrics, 'frames_total')).toEqual(['frames_total 0']);
    counter.add();
    metrics.counter('frames_total', 'Frames').add(2.5);
    expect(await linesOf(metrics, 'frames_total')).toEqual(['frames_total 3.5']);
    expect(await linesOf(metrics, 'frames_total')).toEqual(['frames_total 3.5']);
  });

  it('counts each label value of a counter separately', async () => {
    const metrics = new PromMetrics();
    const counter = metrics.counter('refused_total', 'Refused', ['code']);
    counter.add(1, { code: 'A' });
    counter.add(2, { code: 'B' });
    expect(await linesOf(metrics, 'refused_total')).toEqual(['refused_total{code="A"} 1', 'refused_total{code="B"} 2']);
  });
});
