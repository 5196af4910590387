/** What the platform shows to everybody, without signing in. */
import { api, type Page, type Query } from '../api/client'

export interface PublicNotice {
  id: string
  code: string
  title: string
  state: 'published' | 'closed' | 'concluded' | 'withdrawn'
  window_from: string
  window_to: string
  fields: string[]
  conditions: { code: string; title: string; article: string | null }[]
  materials: string[]
  criteria: string[]
  pass_mark: number | null
  panel_size: number | null
  scope: string | null
  requirements: string | null
  corrections: { at: string; text: string }[]
  continuation_document: string | null
  published_at: string | null
  withdrawn_at: string | null
  withdrawal_reason: string | null
}

export interface Disclosure {
  id: string
  notice_code: string
  developer_uscc: string
  developer_name: string
  discloses: string
  passed: boolean
  from: string
  to: string
  /** Objections are taken now. */
  open: boolean
}

export interface PublicObjection {
  id: string
  state: 'open' | 'dismissed' | 'upheld'
  name: string
  text: string | null
  answer: string | null
  raised_on: string
  answered_on: string | null
}

/** Quantities and money are texts. Which members there are depends on the model. */
export interface Charge {
  meter?: string
  model: 'unit' | 'graduated' | 'volume' | 'package' | 'fixed' | 'share'
  unit_price?: string
  tiers?: { up_to: string | null; unit_price: string; flat_fee?: string }[]
  package_size?: string
  amount?: string
  percent?: string
  free_quantity?: string
  minimum?: string
  maximum?: string
}
export interface PricePart {
  plan_code: string
  effective_from: string
  charges: Charge[]
}
export interface PublicListing {
  code: string
  product_code: string
  product_name: string
  developer_uscc: string
  developer_name: string
  from: string
  /** Can be ordered now. */
  live: boolean
  prices: {
    scenarios: { scenario_code: string; purpose: string; charged: boolean; data_use: PricePart | null; market: PricePart | null }[]
    operator_fees: PricePart[]
  }
}

export interface Operator {
  code: string
  name: string
  uscc: string | null
  area: string | null
  rule_pack_id: string | null
  mandates: { document: string; from: string; to: string }[]
}
export interface DeveloperInForce {
  agreement_number: number
  agreement_kind: string
  developer_uscc: string
  developer_name: string
  fields: string[]
  from: string
  to: string
}

export const public_path = (slug: string, rest: string): string => `/public/${encodeURIComponent(slug)}${rest}`

export const list_public = <Row>(slug: string, what: string, query: Query, signal?: AbortSignal): Promise<Page<Row>> =>
  api.get<Page<Row>>(public_path(slug, `/${what}`), query, signal)

export const read_listing = (slug: string, code: string): Promise<PublicListing> =>
  api.get<PublicListing>(public_path(slug, `/listings/${encodeURIComponent(code)}`))

export const raise_objection = (slug: string, disclosure_id: string, body: unknown): Promise<unknown> =>
  api.post<unknown>(public_path(slug, `/disclosures/${encodeURIComponent(disclosure_id)}/objections`), body, true)

export const register_developer = (slug: string, body: unknown): Promise<unknown> =>
  api.post<unknown>(public_path(slug, '/developers'), body, true)
