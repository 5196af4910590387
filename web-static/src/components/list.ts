/** What a page tells the generic list. */
import type { Page } from '../api/client'

export interface Column<Row> {
  /** Also the name of the slot `cell-<key>` that draws the cell otherwise than as text. */
  key: string
  title: string
  text: (row: Row) => string
  /** Figures: right-aligned, negative ones red ... */
  figure?: boolean
  /** ... unless the sign is no news (rounding). */
  quiet?: boolean
  /** Not shown until the user chooses it. */
  hidden?: boolean
  /** Can't be taken away. */
  fixed?: boolean
  /** Stays at the right edge while the table scrolls sideways. For the last column. */
  stuck?: boolean
  /** Long names: break rather than widen the table. */
  wrap?: boolean
}

/** Lives in the address under its name. */
export interface Filter {
  name: string
  label: string
  kind: 'month' | 'date' | 'text' | 'choice'
  choices?: { value: string; label: string }[]
}

export type FilterValues = Record<string, string>

export type Load<Row> = (
  filters: FilterValues,
  page: { limit: number; cursor: string },
  signal: AbortSignal,
) => Promise<Page<Row>>
