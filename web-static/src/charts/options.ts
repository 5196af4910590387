/**
 * How the console's charts look. Amounts become numbers here and only here: a picture has no fen. The
 * figures that count stand in the table behind every chart.
 */
import type { EChartsCoreOption } from 'echarts/core'

const colours = ['#1456c4', '#2f7d4f', '#b4690e', '#7a4bb3', '#b3261e', '#3a7f9c', '#6f7420', '#8a5a44']
const ink = '#3d4148'
const faint = '#dde1e7'

const base = (): EChartsCoreOption => ({
  color: colours,
  animation: false,
  textStyle: { color: ink, fontFamily: 'sans-serif' },
  aria: { enabled: false },
  // A tooltip of HTML would need inline styles, which our security policy refuses.
  tooltip: { renderMode: 'richText', confine: true },
})

export interface Series {
  name: string
  values: number[]
}

export interface BarsOptions {
  stacked?: boolean
  /** Bars lie: for long names. */
  lying?: boolean
}
export function bars(categories: string[], series: Series[], options: BarsOptions = {}): EChartsCoreOption {
  const names = { type: 'category', data: categories, axisLabel: { color: ink, hideOverlap: true }, axisLine: { lineStyle: { color: faint } }, axisTick: { show: false }, inverse: options.lying }
  const values = { type: 'value', axisLabel: { color: ink }, splitLine: { lineStyle: { color: faint } } }
  return {
    ...base(),
    tooltip: { renderMode: 'richText', confine: true, trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: { show: series.length > 1, top: 0, textStyle: { color: ink } },
    grid: { left: 8, right: 16, top: series.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
    xAxis: options.lying ? values : names,
    yAxis: options.lying ? names : values,
    series: series.map((one) => ({ type: 'bar', name: one.name, data: one.values, stack: options.stacked ? 'all' : undefined, barMaxWidth: 36 })),
  }
}

export interface Flow {
  from: string
  to: string
  value: number
}
export function sankey(flows: Flow[]): EChartsCoreOption {
  const names = [...new Set(flows.flatMap((flow) => [flow.from, flow.to]))]
  return {
    ...base(),
    series: [
      {
        type: 'sankey',
        left: 8,
        right: 150,
        top: 8,
        bottom: 8,
        nodeGap: 10,
        draggable: false,
        data: names.map((name) => ({ name })),
        links: flows.map((flow) => ({ source: flow.from, target: flow.to, value: flow.value })),
        label: { color: ink, width: 140, overflow: 'truncate' },
        lineStyle: { color: 'gradient', opacity: 0.35 },
      },
    ],
  }
}

export function funnel(steps: { name: string; value: number }[]): EChartsCoreOption {
  return {
    ...base(),
    color: ['#10459d', '#1456c4', '#2a66c9', '#3a72cf', '#4a7fd6'],
    series: [
      {
        type: 'funnel',
        sort: 'none',
        left: 16,
        right: 16,
        top: 8,
        bottom: 8,
        minSize: '12%',
        gap: 3,
        label: { position: 'inside', color: '#fff', formatter: '{b} {c}' },
        data: steps,
      },
    ],
  }
}

export function heatmap(columns: string[], rows: string[], cells: { column: number; row: number; value: number }[]): EChartsCoreOption {
  const axis = { type: 'category', axisLabel: { color: ink }, axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: true } }
  return {
    ...base(),
    grid: { left: 8, right: 16, top: 8, bottom: 44, containLabel: true },
    xAxis: { ...axis, data: columns },
    yAxis: { ...axis, data: rows, inverse: true },
    visualMap: {
      min: 0,
      max: Math.max(1, ...cells.map((cell) => cell.value)),
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      textStyle: { color: ink },
      inRange: { color: ['#eef3fb', '#89abe1', '#1456c4'] },
    },
    series: [{ type: 'heatmap', data: cells.map((cell) => [cell.column, cell.row, cell.value]) }],
  }
}

/** From the first balance by what came and went to the last one. */
export function waterfall(steps: { name: string; value: number; total?: boolean }[]): EChartsCoreOption {
  let level = 0
  const hidden: number[] = []
  const up: (number | '-')[] = []
  const down: (number | '-')[] = []
  for (const step of steps) {
    if (step.total) level = 0
    hidden.push(step.value < 0 ? level + step.value : level)
    up.push(step.value >= 0 ? step.value : '-')
    down.push(step.value < 0 ? -step.value : '-')
    level += step.value
  }
  const drawn = bars(steps.map((step) => step.name), [])
  return {
    ...drawn,
    series: [
      { type: 'bar', stack: 'all', data: hidden, itemStyle: { color: 'transparent' }, tooltip: { show: false }, silent: true },
      { type: 'bar', stack: 'all', data: up, itemStyle: { color: colours[0] }, barMaxWidth: 48 },
      { type: 'bar', stack: 'all', data: down, itemStyle: { color: colours[4] }, barMaxWidth: 48 },
    ],
  }
}

/** For drawing only: see the head of this file. */
export const drawn_amount = (amount: string): number => Number(amount)
