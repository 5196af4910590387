/** The drawing itself: it comes with the first chart that is looked at. */
import { BarChart, FunnelChart, HeatmapChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, FunnelChart, HeatmapChart, LineChart, SankeyChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer])

/** Draws `option` into `element`; the answer takes the drawing away. */
export function draw(element: HTMLElement, option: EChartsCoreOption): () => void {
  const chart = init(element, undefined, { renderer: 'canvas' })
  chart.setOption(option)
  const observer = new ResizeObserver(() => chart.resize())
  observer.observe(element)
  return () => {
    observer.disconnect()
    chart.dispose()
  }
}
