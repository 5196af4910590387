import { api } from './client'

/** A colleague whose duties are in the user's hands. */
export interface Principal {
  id: string
  username: string
  role: string
  /** The delegation's last day. */
  to: string
}

export interface SessionUser {
  id: string
  username: string
  role: string
  body_admin: boolean
  body: { id: string; code: string; kind: string; name: string }
  permissions: string[]
  /** In whose name this tab acts; role and permissions are then that colleague's. */
  acts_for: Principal | null
  may_act_for: Principal[]
}

export interface SessionTenant {
  slug: string
  name: string
  rule_pack: string
  sandbox: boolean
  /** The tenant's clock, RFC 3339 UTC. */
  now: string
  banner?: string
}

export interface Session {
  csrf_token: string
  user: SessionUser
  /** Null for the platform's administrator. */
  tenant: SessionTenant | null
}

export const read_session = (): Promise<Session> => api.get<Session>('/session')

/** `tenant` empty: the platform's administrator. */
export function create_session(tenant: string, username: string, password: string): Promise<Session> {
  const body = tenant ? { tenant, username, password } : { username, password }
  return api.post<Session>('/session', body, true)
}

export const delete_session = (): Promise<void> => api.remove('/session')
