/** Searching products and resources, and what is due. */
import { api, type Page, type Query } from './client'

export interface SearchHit {
  type: 'product' | 'resource'
  id: string
  code: string
  name: string
  /** Where words stand in the name, in characters. */
  highlights: { from: number; length: number }[]
}
export interface Facet {
  facet: string
  values: { value: string; label: string | null; count: number }[]
}
export interface SearchResult extends Page<SearchHit> {
  total: number
  facets: Facet[]
}

export const search = (query: Query, signal?: AbortSignal): Promise<SearchResult> => api.get<SearchResult>('/search', query, signal)

export interface Obligation {
  id: string
  kind: string
  state: string
  subject: string
  body_name: string
  due_on: string
  /** Negative: overdue. */
  working_days_left: number | null
  rule: { source: string; rule: string; rule_pack: string | null; article: string | null } | null
}
export interface CountedPage<Row> extends Page<Row> {
  total?: number
}
export const list_obligations = (query: Query, signal?: AbortSignal): Promise<CountedPage<Obligation>> =>
  api.get<CountedPage<Obligation>>('/obligations', query, signal)

/** Everything of a list that is short by nature, at most `most` rows. */
export async function all_of<Row>(path: string, query: Query = {}, most = 2000): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page: Page<Row> = await api.get<Page<Row>>(path, { ...query, limit: 200, cursor })
    rows.push(...page.data)
    cursor = page.has_more ? (page.next_cursor ?? undefined) : undefined
  } while (cursor && rows.length < most)
  return rows
}
