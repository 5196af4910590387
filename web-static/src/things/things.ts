/**
 * The kinds of things that have pages of their own, by area: the menu and the routes come from this table,
 * everything else about them from the API's description.
 */
import type { IconName } from '../components/icons'

export interface ThingEntry {
  /** As in the API's address: /api/v1/<name>; the console's address is the same. */
  name: string
  permission: string
  /** Only a body's own administrator may see it. */
  body_admin?: boolean
  /** Roles that have the permission for another view of the same matter. */
  not_for?: string[]
  /** Its history is for its developer and for those who supervise, not for every reader. */
  history_of_parties?: boolean
  /** Of the list, in order, the rest can be chosen; "a.b" is b of the object a. */
  columns?: string[]
  /** The states of the straight way through, for the bar of steps. */
  steps?: string[]
}

export interface ThingGroup {
  name: string
  icon: IconName
  things: ThingEntry[]
}

export const thing_groups: ThingGroup[] = [
  {
    name: 'admission',
    icon: 'admission',
    things: [
      { name: 'notices', permission: 'signed_in', columns: ['code', 'title', 'state', 'opens_on', 'window_from', 'window_to', 'published_at'], steps: ['draft', 'published', 'closed', 'concluded'] },
      { name: 'applications', permission: 'application:read', columns: ['number', 'developer_name', 'notice_code', 'state', 'submitted_at', 'supplement_due_on'], steps: ['draft', 'submitted', 'pre_check', 'expert_review', 'disclosed', 'accepted'] },
      { name: 'laboratories', permission: 'application:read' },
      { name: 'developers', permission: 'application:process', columns: ['name', 'uscc', 'legal_representative', 'applicant_kind', 'area'] },
      { name: 'related-parties', permission: 'application:process' },
      { name: 'experts', permission: 'application:process' },
    ],
  },
  {
    name: 'agreements',
    icon: 'agreement',
    things: [
      { name: 'agreements', permission: 'agreement:read', columns: ['number', 'developer_name', 'state', 'starts_on', 'ends_on', 'signed_at'], steps: ['drafted', 'offered', 'signed', 'active', 'expired', 'exiting', 'closed'] },
      { name: 'persons', permission: 'agreement:read' },
      { name: 'emergency-plans', permission: 'agreement:read' },
      { name: 'party-events', permission: 'party_event:read' },
      { name: 'mandates', permission: 'signed_in' },
    ],
  },
  {
    name: 'catalogue',
    icon: 'catalogue',
    things: [
      { name: 'resources', permission: 'catalogue:read', columns: ['code', 'name', 'department_name', 'field', 'level', 'openness', 'state', 'version'], steps: ['draft', 'published', 'retired'] },
      { name: 'resource-imports', permission: 'resource:manage' },
      { name: 'department-view', permission: 'department:view' },
      { name: 'scenarios', permission: 'scenario:read', columns: ['code', 'name', 'purpose', 'field', 'developer_name', 'state', 'created_at'], steps: ['recorded', 'approved'] },
      { name: 'data-requests', permission: 'request:read', columns: ['number', 'scenario_name', 'developer_name', 'state', 'submitted_at', 'decided_at'], steps: ['draft', 'submitted', 'assessment', 'joint_decision', 'granted', 'supplied', 'active'] },
      { name: 'grants', permission: 'request:read' },
    ],
  },
  {
    name: 'offers',
    icon: 'offer',
    things: [
      { name: 'products', permission: 'product:read', history_of_parties: true, columns: ['code', 'name', 'kind', 'developer_name', 'state', 'version', 'registered_at'], steps: ['draft', 'submitted', 'registered'] },
      { name: 'listings', permission: 'product:read', history_of_parties: true, columns: ['code', 'product_code', 'product_name', 'developer_name', 'state', 'from'], steps: ['proposed', 'listed', 'delisted'] },
      { name: 'price-plans', permission: 'price:read', columns: ['code', 'kind', 'product_code', 'scenario_code', 'effective_from', 'state'], steps: ['draft', 'approved'] },
      { name: 'price-caps', permission: 'price:read' },
      { name: 'approved-standards', permission: 'price:read' },
      { name: 'orders', permission: 'order:read', columns: ['code', 'product_code', 'scenario_code', 'buyer', 'kind', 'from', 'to', 'state'], steps: ['requested', 'accepted', 'active', 'ended'] },
      { name: 'buyers', permission: 'order:read' },
    ],
  },
  {
    name: 'metering',
    icon: 'meter',
    things: [
      { name: 'usage', permission: 'usage:read' },
      { name: 'quarantine', permission: 'quarantine:settle' },
      { name: 'quality-scores', permission: 'allocation:read' },
      { name: 'quality-assessment', permission: 'allocation:read' },
    ],
  },
  {
    name: 'settlement',
    icon: 'settlement',
    things: [
      { name: 'settlements', permission: 'ledger:read' },
      { name: 'charge-lines', permission: 'charge:read' },
      { name: 'bills', permission: 'charge:read', columns: ['number', 'period', 'developer_name', 'amount', 'net', 'tax', 'state', 'issued_at'], steps: ['draft', 'reviewed', 'issued'] },
      { name: 'claims', permission: 'charge:read', columns: ['number', 'period', 'developer_name', 'product_name', 'amount', 'state', 'confirmed_at'], steps: ['draft', 'submitted', 'confirmed'] },
      { name: 'disputes', permission: 'charge:read', columns: ['number', 'document', 'developer', 'contested', 'state', 'opened_at', 'answer_due_on'] },
      { name: 'document-voids', permission: 'ledger:read', columns: ['number', 'document', 'reason', 'state', 'requested_at', 'decided_at'] },
      { name: 'reliefs', permission: 'charge:read', columns: ['number', 'kind', 'document', 'developer', 'amount', 'state', 'requested_at'] },
      { name: 'sales-reports', permission: 'charge:read', columns: ['order', 'period', 'developer', 'sales', 'revision', 'state', 'reported_at'] },
      { name: 'fee-simulations', permission: 'charge:read' },
      { name: 'income-limits', permission: 'price:read', columns: ['year', 'amount', 'tax_included', 'document', 'state', 'recorded_at', 'decided_at'], steps: ['recorded', 'confirmed'] },
      { name: 'income-standings', permission: 'ledger:read' },
    ],
  },
  {
    name: 'collection',
    icon: 'collection',
    things: [
      { name: 'payment-notices', permission: 'ledger:read' },
      { name: 'receipts', permission: 'ledger:read' },
      { name: 'receipt-files', permission: 'ledger:read', columns: ['kind', 'file_name', 'lines', 'fresh', 'known', 'skipped', 'amount'] },
      { name: 'suspense', permission: 'ledger:read' },
      { name: 'refunds', permission: 'ledger:read', columns: ['number', 'book', 'amount', 'reason', 'state', 'requested_at', 'refunded_on'] },
      { name: 'receivables', permission: 'ledger:read' },
      { name: 'overdue-documents', permission: 'ledger:read', columns: ['document', 'developer_name', 'open', 'due_on', 'days_overdue', 'disputed', 'next_step', 'next_from'] },
      { name: 'dunnings', permission: 'charge:read', columns: ['number', 'document', 'developer', 'step', 'overdue', 'pay_by', 'issued_at'] },
      { name: 'late-fees', permission: 'charge:read' },
    ],
  },
  {
    name: 'allocation',
    icon: 'ledger',
    things: [
      { name: 'allocation-plans', permission: 'allocation:read', not_for: ['department'] },
      { name: 'allocation-runs', permission: 'allocation:read', not_for: ['department'], columns: ['number', 'kind', 'period', 'total', 'state', 'drafted_by', 'reviewed_by', 'posted_at'] },
      { name: 'allotments', permission: 'allocation:read', columns: ['number', 'department_code', 'budget_year', 'document', 'amount', 'withdrawn', 'spent', 'open'] },
      { name: 'spending-reports', permission: 'allocation:read' },
      { name: 'department-statements', permission: 'allocation:read' },
    ],
  },
  {
    name: 'books',
    icon: 'books',
    things: [
      { name: 'ledger', permission: 'ledger:read' },
      { name: 'periods', permission: 'ledger:read' },
      { name: 'opening-balances', permission: 'ledger:read' },
      { name: 'reconciliations', permission: 'reconciliation:run' },
      { name: 'exports', permission: 'export:make' },
      { name: 'non-tax-settings', permission: 'ledger:read' },
    ],
  },
  {
    name: 'supervision',
    icon: 'supervision',
    things: [
      { name: 'obligations', permission: 'signed_in' },
      { name: 'cases', permission: 'case:read', columns: ['number', 'kind', 'state', 'subject_name', 'handler_name', 'opened_at', 'due_on'] },
      { name: 'chain-stops', permission: 'order:read' },
      { name: 'rule-packs', permission: 'signed_in' },
      { name: 'rule-overrides', permission: 'audit:read' },
      { name: 'audit-rows', permission: 'audit:read' },
      { name: 'reminders', permission: 'signed_in' },
    ],
  },
  {
    name: 'settings',
    icon: 'settings',
    things: [
      { name: 'bodies', permission: 'signed_in' },
      { name: 'users', permission: 'user:manage', body_admin: true },
      { name: 'delegations', permission: 'delegation:manage' },
      { name: 'api-keys', permission: 'api_key:manage' },
      { name: 'webhook-endpoints', permission: 'webhook:manage', columns: ['webhook_url', 'description', 'state', 'failures', 'created_at'] },
      { name: 'policy', permission: 'signed_in' },
      { name: 'continuation-bases', permission: 'signed_in' },
      { name: 'reminder-settings', permission: 'tenant:configure' },
      { name: 'clock', permission: 'tenant:configure' },
    ],
  },
]

export const all_things: ThingEntry[] = thing_groups.flatMap((group) => group.things)
export const entry_of = (name: string): ThingEntry | undefined => all_things.find((entry) => entry.name === name)
