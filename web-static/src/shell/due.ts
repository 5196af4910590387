/** How near a due date is, in words and in colour. */
import { t } from '../i18n'
import { session_state } from '../session'

/** The tenant's clock: a sandbox lives in another month. */
export const tenant_now = (): string => session_state.session?.tenant?.now ?? new Date().toISOString()

const soon_days = 30
/** What is due before this day is due soon. */
export const due_soon_until = (): string => new Date(Date.parse(tenant_now()) + soon_days * 86_400_000).toISOString().slice(0, 10)

export function days_left_text(days: number | null): string {
  if (days === null) return t('desk.no_due_date')
  if (days < 0) return t('desk.overdue', { days: -days })
  return days === 0 ? t('desk.due_today') : t('desk.days_left', { days })
}

const urgent_days = 2
export function urgency_of(days: number | null): 'danger' | 'warning' | null {
  if (days === null) return null
  if (days < 0) return 'danger'
  return days <= urgent_days ? 'warning' : null
}
