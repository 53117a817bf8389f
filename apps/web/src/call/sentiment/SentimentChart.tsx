import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatDuration } from '../../ui/format-duration.js';
import { colorVariable, dashOf } from '../participants/look.js';
import type { ParticipantList, ShownParticipant } from '../participants/participant-list.js';
import type { SentimentSeries } from './sentiment-series.js';
import { findTimeRange, labelStepsSeconds } from './time-axis.js';

const heightPx = 190;

/** A canvas cannot use the style sheet's variables, so their values at this moment are read. */
const readColor = (box: Element, variable: string): string => getComputedStyle(box).getPropertyValue(variable).trim();

type Line = Pick<ShownParticipant, 'label' | 'group' | 'tone'>;

function chartOptions(box: HTMLElement, lines: readonly Line[]): uPlot.Options {
  const speakerLine = (line: Line): uPlot.Series => {
    const stroke = readColor(box, colorVariable(line));
    return {
      label: line.label,
      stroke,
      dash: dashOf(line),
      width: 2.5,
      spanGaps: true,
      points: { size: 5, fill: stroke, stroke },
    };
  };
  const axis: uPlot.Axis = {
    stroke: readColor(box, '--es-muted'),
    grid: { stroke: readColor(box, '--es-line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const zero = readColor(box, '--es-muted');
  return {
    width: box.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    // Half of the last time label is to the right of the axis.
    padding: [8, 18, 0, 0],
    scales: { x: { time: false, range: (_, first, last) => findTimeRange(first, last) }, y: { range: [-5.3, 5.3] } },
    axes: [
      {
        ...axis,
        size: 28,
        incrs: labelStepsSeconds,
        values: (_, seconds) => seconds.map((second) => formatDuration(second * 1000)),
      },
      { ...axis, size: 34, splits: () => [-5, 0, 5], values: () => ['−5', '0', '+5'] },
    ],
    series: [{}, ...lines.map(speakerLine)],
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

const chartData = ({ seconds, scores }: SentimentSeries): uPlot.AlignedData =>
  [seconds, ...scores] as unknown as uPlot.AlignedData;

interface SentimentChartProps {
  readonly series: SentimentSeries;
  readonly participants: ParticipantList;
  readonly dark: boolean;
}

/** One line per speaker; colour and dash tell them apart. A chunk of its own, because the list of calls has no chart. */
export default function SentimentChart({ series, participants, dark }: SentimentChartProps) {
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(series);
  // Text and not a list, so that the chart is made again only when a line comes or looks different.
  const lines = JSON.stringify(
    series.speakers.map((speaker): Line => {
      const { label, group, tone } = participants.find(speaker);
      return { label, group, tone };
    }),
  );

  useEffect(() => {
    latest.current = series;
  }, [series]);

  useEffect(() => {
    const box = container.current;
    if (!box) return undefined;
    const plot = new uPlot(chartOptions(box, JSON.parse(lines) as Line[]), chartData(latest.current), box);
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
  }, [dark, lines]);

  useEffect(() => {
    chart.current?.setData(chartData(series));
  }, [series]);

  return <div ref={container} />;
}
