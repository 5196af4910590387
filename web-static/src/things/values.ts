/** How values of the API are read by people. */
import { grouped, minute_text } from '../format'
import { language, t } from '../i18n'
import { has_description, type Field, type Item } from './description'
import { entry_of } from './things'
import { value_words } from './words'

export const is_item = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const is_empty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

/** What names an item best: number or code, then name. */
export function item_title(item: Item): string {
  const first = [item.number, item.code, item.uscc, item.username].find((value) => typeof value === 'string' || typeof value === 'number')
  const second = [item.name, item.title, item.scenario_name, item.product_name, item.developer_name, item.resource_name].find(
    (value) => typeof value === 'string' && value !== first,
  )
  return [first, second].filter((text) => !is_empty(text)).join(' ') || String(item.id ?? '')
}

const joint = (): string => t('value.joint')

/** Where a rule stands: the article, or that no regulation but this system or the tenant asks for it. */
function rule_text(rule: Item): string {
  const name = [rule.rule_pack, rule.rule].filter((text) => !is_empty(text)).join(' / ')
  if (!is_empty(rule.article)) return t('value.article', { rule: name, article: String(rule.article) })
  return t(`value.rule_source_${String(rule.source)}`)
}
/** Reads as one line. */
export const is_line = (value: unknown): value is Item => is_item(value) && (is_rule(value) || is_pair(value))

/** A word of the machine that has no words of ours, beside a column that says the same to people. */
export function is_code_column(field: Field, rows: Item[], schema: string): boolean {
  if (field.kind !== 'text' || rows.length === 0) return false
  if (!rows.some((row) => ['title', 'name', 'text', 'detail', 'summary'].some((name) => name !== field.name && !is_empty(row[name])))) return false
  return rows.every((row) => /^[a-z][a-z0-9_]*$/.test(String(row[field.name])) && value_text(row[field.name], field, schema) === row[field.name])
}
export const is_rule = (value: unknown): value is Item =>
  is_item(value) && 'source' in value && 'article' in value && 'rule' in value

const is_opaque_id = (text: string): boolean => /^[a-z]{3}_[0-9a-z]{13}$/.test(text)

/** A text in both languages. */
const is_pair = (item: Item): boolean => typeof item.zh === 'string' && typeof item.en === 'string'
const pair_text = (item: Item): string => String(language() === 'en' ? item.en : item.zh)

/** An object in a line: what names it, or its few plain values. */
function item_line(item: Item, field: Field, schema: string): string {
  if (is_pair(item)) return pair_text(item)
  const title = item_title(item)
  if (title && !is_opaque_id(title)) return title
  const inner = (field.fields ?? []).filter((part) => is_plain(part) && !is_technical(part) && !is_empty(item[part.name]))
  return inner.map((part) => value_text(item[part.name], part, field.schema ?? schema)).join(' ') || JSON.stringify(item)
}

/** Rows so short that they read better in a line than in a table: a code and a word. */
export const is_short_row = (fields: Field[]): boolean => fields.length <= 2 && fields.every(is_plain)

export const row_line = (row: Item, fields: Field[], schema: string): string =>
  fields.map((field) => value_text(row[field.name], field, schema)).filter(Boolean).join(t('value.colon'))

/** One line of text; objects by what names them. */
export function value_text(value: unknown, field: Field, schema = ''): string {
  if (is_empty(value)) return ''
  if (Array.isArray(value))
    return value.map((item) => value_text(item, field.item ?? { name: field.name, kind: 'any' }, schema)).join(joint())
  if (is_item(value)) return is_rule(value) ? rule_text(value) : item_line(value, field, schema)
  const text = String(value)
  switch (field.kind) {
    case 'flag':
      return t(value === true ? 'value.yes' : 'value.no')
    case 'money':
      return grouped(text)
    case 'decimal':
    case 'integer':
      return is_year(field) ? text : grouped(text)
    case 'time':
      return minute_text(text)
    case 'choice':
      return value_words(field.name, text, schema)
    case 'text':
      // A few texts are words of the API without being declared as a choice.
      return /^[a-z][a-z0-9_]*$/.test(text) ? value_words(field.name, text, schema) : text
    default:
      return text
  }
}

const is_year = (field: Field): boolean => /(^|_)year$/.test(field.name)
export const is_figure = (field: Field): boolean => ['money', 'decimal', 'integer'].includes(field.kind) && !is_year(field)

/** Fields that hold one line: what a table can show. */
export const is_plain = (field: Field): boolean =>
  !['list', 'object', 'any'].includes(field.kind) || (field.kind === 'list' && is_plain(field.item ?? { name: '', kind: 'any' }))

const technical_names = ['id', 'version', 'canonical_text', 'rule_pack_digest', 'digest', 'signature', 'public_key', 'certificate_pem', 'seq']

/** Nobody reads these: identifiers of the machine, whole documents, counters. */
export const is_technical = (field: Field): boolean =>
  field.kind === 'id' || technical_names.includes(field.name) || /_(id|sm3|digest|pem)$/.test(field.name)

/** The kinds of things that another thing names by a field: "resource_code" is a resource's code. */
const fields_of_things: Record<string, string> = {
  agreement_id: 'agreements',
  renews_agreement_id: 'agreements',
  predecessor_id: 'agreements',
  application_id: 'applications',
  bill_id: 'bills',
  claim_id: 'claims',
  data_request_id: 'data-requests',
  department_code: 'departments',
  developer_uscc: 'developers',
  laboratory_id: 'laboratories',
  listing_code: 'listings',
  notice_id: 'notices',
  obligation_id: 'obligations',
  order_code: 'orders',
  plan_code: 'price-plans',
  product_code: 'products',
  product_codes: 'products',
  resource_code: 'resources',
  resource_codes: 'resources',
  rule_pack_id: 'rule-packs',
  run_id: 'allocation-runs',
  scenario_code: 'scenarios',
  scenario_codes: 'scenarios',
  standard_code: 'approved-standards',
  body_code: 'bodies',
  evaluator_code: 'bodies',
  about_code: 'bodies',
  person_id: 'persons',
}

export interface Reference {
  thing: string
  /** What of the thing the field holds. */
  by: 'id' | 'code' | 'uscc'
}

export function reference_of(field: string): Reference | null {
  const thing = fields_of_things[field]
  if (!thing || !has_description(thing)) return null
  return { thing, by: field.endsWith('_uscc') ? 'uscc' : /_codes?$/.test(field) ? 'code' : 'id' }
}

/** The page of what a value names, where it has one; pages go by id or code as the API's addresses do. */
export function page_of_value(field: string, value: unknown): string {
  const reference = reference_of(field)
  if (!reference || typeof value !== 'string' || !value || !entry_of(reference.thing)) return ''
  if (reference.by === 'code' && !['resources', 'scenarios', 'products', 'price-plans', 'orders', 'bodies'].includes(reference.thing))
    return ''
  return `/${reference.thing}/${encodeURIComponent(value)}`
}

const thing_of_aggregate: Record<string, string> = {
  agreement: 'agreements',
  allocation_plan: 'allocation-plans',
  allocation_run: 'allocation-runs',
  application: 'applications',
  bill: 'bills',
  claim: 'claims',
  data_request: 'data-requests',
  emergency_plan: 'emergency-plans',
  laboratory: 'laboratories',
  listing: 'listings',
  mandate: 'mandates',
  notice: 'notices',
  obligation: 'obligations',
  order: 'orders',
  party_event: 'party-events',
  person: 'persons',
  price_plan: 'price-plans',
  product: 'products',
  resource: 'resources',
  scenario: 'scenarios',
  small_case: 'cases',
  suspense: 'suspense',
}

/** The page of what a to-do or an event is about; empty where it has none. */
export function page_of_aggregate(aggregate: string, id: string): string {
  const thing = thing_of_aggregate[aggregate]
  return thing && entry_of(thing) ? `/${thing}/${encodeURIComponent(id)}` : ''
}

