/**
 * Who is signed in. The CSRF token lives in memory alone; a reload asks the server for it again.
 * Local storage holds only which user was signed in last, so that a visitor isn't asked for a session
 * that can't exist, and so that other tabs notice a sign-out or a change of user. In whose name the user
 * acts is each tab's own affair.
 */
import { reactive, readonly } from 'vue'

import { ApiError, install_hooks } from './api/client'
import { create_session, delete_session, read_session, type Session } from './api/session'

const memory_key = 'yunhe.user'
const tenant_key = 'yunhe.tenant'
const act_for_key = 'yunhe.act_for'

interface State {
  session: Session | null
  /** The session ended by itself: the sign-in page says so. */
  ended: boolean
}
const state = reactive<State>({ session: null, ended: false })
export const session_state = readonly(state) as Readonly<State>

let after_end: () => void = () => undefined
/** What happens when the session ends without the user's doing. */
export function on_session_end(listener: () => void): void {
  after_end = listener
}

export function has_permission(permission: string): boolean {
  return state.session?.user.permissions.includes(permission) ?? false
}

export const last_tenant = (): string => localStorage.getItem(tenant_key) ?? ''

function forget(ended: boolean): void {
  const was_signed_in = state.session !== null
  state.session = null
  state.ended = ended && was_signed_in
  localStorage.removeItem(memory_key)
  sessionStorage.removeItem(act_for_key)
}

function remember(session: Session): void {
  state.session = session
  state.ended = false
  localStorage.setItem(memory_key, session.user.id)
}

/** From now on this tab acts for that colleague; empty: in the user's own name again. */
export async function act_for(principal_id: string): Promise<void> {
  if (principal_id) sessionStorage.setItem(act_for_key, principal_id)
  else sessionStorage.removeItem(act_for_key)
  await refresh()
}

/** On a reload: takes the session up again if there is one. */
export async function resume(): Promise<void> {
  if (state.session || !localStorage.getItem(memory_key)) return
  try {
    remember(await read_session())
  } catch (failure) {
    if (!(failure instanceof ApiError)) throw failure
    // The delegation ended while the tab was away: the next try is in the user's own name.
    if (failure.code === 'delegation_not_in_force') return resume()
    if (failure.status !== 401) throw failure
    localStorage.removeItem(memory_key)
    state.ended = true
  }
}

/** Texts that the server words (the banner) come again in the chosen language. */
export async function refresh(): Promise<void> {
  if (state.session) remember(await read_session())
}

export async function sign_in(tenant: string, username: string, password: string): Promise<void> {
  sessionStorage.removeItem(act_for_key)
  remember(await create_session(tenant, username, password))
  localStorage.setItem(tenant_key, tenant)
}

export async function sign_out(): Promise<void> {
  try {
    await delete_session()
  } catch (failure) {
    if (!(failure instanceof ApiError) || failure.status !== 401) throw failure
  }
  forget(false)
}

install_hooks({
  csrf_token: () => state.session?.csrf_token ?? '',
  act_for: () => sessionStorage.getItem(act_for_key) ?? '',
  delegation_ended: () => {
    sessionStorage.removeItem(act_for_key)
    refresh().catch(() => undefined)
  },
  session_ended: () => {
    if (!state.session) return
    forget(true)
    after_end()
  },
  renew_csrf_token: async () => {
    const before = state.session?.csrf_token
    await refresh()
    return state.session?.csrf_token !== before
  },
})

// Another tab signed out, or signed somebody else in: what this tab shows is no longer theirs.
window.addEventListener('storage', (event) => {
  if (event.key !== memory_key || !state.session || event.newValue === state.session.user.id) return
  window.location.reload()
})
