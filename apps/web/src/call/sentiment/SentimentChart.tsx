import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDuration } from '../../ui/format-duration.js';
import type { SentimentSeries } from './sentiment-series.js';

const heightPx = 190;

/** A canvas cannot use the style sheet's variables: these are the colours of `ui/tokens.css`. */
const palettes = {
  light: { customer: '#0b5cad', agent: '#a34c00', grid: '#e3e6ea', text: '#4a5563', zero: '#8792a2' },
  dark: { customer: '#7cc4ff', agent: '#ffb266', grid: '#2b3644', text: '#b6c2d0', zero: '#71808f' },
};

function chartOptions(width: number, { customer, agent, grid, text, zero }: (typeof palettes)['light']): uPlot.Options {
  const speakerLine = (label: string, stroke: string, dash?: number[]): uPlot.Series => ({
    label,
    stroke,
    dash,
    width: 2.5,
    spanGaps: true,
    points: { size: 5, fill: stroke, stroke },
  });
  const axis: uPlot.Axis = {
    stroke: text,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 8, 0, 0],
    scales: { x: { time: false }, y: { range: [-5.3, 5.3] } },
    axes: [
      { ...axis, size: 28, values: (_, seconds) => seconds.map((second) => formatDuration(second * 1000)) },
      { ...axis, size: 34, splits: () => [-5, 0, 5], values: () => ['−5', '0', '+5'] },
    ],
    series: [{}, speakerLine('Customer', customer), speakerLine('Agent', agent, [6, 4])],
    hooks: { drawAxes: [(chart) => drawZeroLine(chart, zero)] },
  };
}

function drawZeroLine(chart: uPlot, color: string): void {
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(0, 'y', true));
  ctx.save();
  ctx.strokeStyle = color;
  ctx.lineWidth = window.devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** One line per speaker; colour and dash tell them apart. A chunk of its own, because the list of calls has no chart. */
export default function SentimentChart({ series, dark }: { series: SentimentSeries; dark: boolean }) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(series);

  useEffect(() => {
    const box = container.current;
    if (!box) return undefined;
    const plot = new uPlot(chartOptions(box.clientWidth, palettes[dark ? 'dark' : 'light']), latest.current, box);
    chart.current = plot;
    const onResize = new ResizeObserver(() => {
      if (box.clientWidth > 0 && box.clientWidth !== plot.width)
        plot.setSize({ width: box.clientWidth, height: heightPx });
    });
    onResize.observe(box);
    return () => {
      onResize.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, [dark]);

  useEffect(() => {
    latest.current = series;
    chart.current?.setData(series);
  }, [series]);

  return <div ref={container} />;
}
