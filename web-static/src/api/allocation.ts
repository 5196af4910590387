import { address, api, type Page, type Query } from './client'

/**
 * One row of the ledger: all texts; amounts as "1234.56", `exact_share` as "n/d" where endless. What an
 * account's row doesn't have is null.
 */
export interface LedgerRow {
  usage_period: string
  fiscal_year: string
  product: string
  product_name: string
  payer: string
  payer_uscc: string
  claim: string
  payment_code: string
  bill_no: string
  item_code: string
  realised_on: string
  pool: string
  plan: string
  plan_document: string
  /** "department:D01", or an account such as "treasury:general". */
  to: string
  department_name: string | null
  budget_route: string | null
  resource: string | null
  resource_name: string | null
  weight: string | null
  usage: string | null
  quality: string | null
  exact_share: string
  rounding: string
  amount: string
  run: string
  entry: string | null
  posted_at: string
}

export interface LedgerTotals {
  rows: number
  amount: string
  recipients: {
    to: string
    /** Null for an account, as the name and the route. */
    department_code: string | null
    department_name: string | null
    budget_route: string | null
    rows: number
    amount: string
  }[]
}

export interface Summary {
  events: { accepted: number; quarantined: number }
  claims: string
  realised: string
  suspense: string
  allocated: string
  bills: string
}

export const list_ledger_rows = (query: Query, signal?: AbortSignal): Promise<Page<LedgerRow>> =>
  api.get<Page<LedgerRow>>('/allocation-ledger', query, signal)

export const read_ledger_totals = (query: Query, signal?: AbortSignal): Promise<LedgerTotals> =>
  api.get<LedgerTotals>('/allocation-ledger/totals', query, signal)

export const ledger_export_address = (query: Query): string =>
  address('/allocation-ledger', { ...query, format: 'csv' })

export const read_summary = (): Promise<Summary> => api.get<Summary>('/summary')
