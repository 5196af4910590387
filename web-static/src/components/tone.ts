/** The colour of a state: what stopped is red, what waits is amber, what is in force is green. */
export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'primary'

const tones: Record<Tone, string[]> = {
  success: ['active', 'accepted', 'approved', 'confirmed', 'granted', 'in_force', 'issued', 'listed', 'paid', 'passed', 'posted', 'published', 'registered', 'signed', 'supplied', 'settled', 'done', 'closed_period'],
  warning: ['draft', 'drafted', 'offered', 'pending', 'proposed', 'recorded', 'requested', 'returned', 'submitted', 'supplement_requested', 'pre_check', 'expert_review', 'assessment', 'joint_decision', 'disclosed', 'partly_granted', 'open', 'running', 'due', 'review'],
  danger: ['suspended', 'refused', 'rejected', 'revoked', 'terminated', 'overdue', 'quarantined', 'breached', 'disabled'],
  info: ['withdrawn', 'lapsed', 'expired', 'ended', 'closed', 'concluded', 'cancelled', 'retired', 'delisted', 'dropped', 'waived', 'superseded'],
  primary: [],
}

export function tone_of(state: string): Tone {
  const found = (Object.keys(tones) as Tone[]).find((tone) => tones[tone].includes(state))
  return found ?? 'primary'
}
