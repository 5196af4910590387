/**
 * Calls of the API. Every failure is an ApiError: what the server refused (RFC 9457), or what kept
 * the call from reaching it.
 */
import { language, t } from '../i18n'

export interface FieldError {
  pointer: string
  code: string
  detail: string
}

interface Problem {
  status: number
  code: string
  title?: string
  detail: string
  request_id?: string
  source?: string
  rule?: string
  rule_pack?: string
  article?: string
  errors?: FieldError[]
}

export class ApiError extends Error {
  /** The HTTP status; 0: no answer came. */
  readonly status: number
  /** Stable, snake_case. */
  readonly code: string
  readonly request_id: string
  readonly rule: string
  readonly rule_pack: string
  readonly article: string
  readonly errors: FieldError[]

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code
    this.request_id = problem.request_id ?? ''
    this.rule = problem.rule ?? ''
    this.rule_pack = problem.rule_pack ?? ''
    this.article = problem.article ?? ''
    this.errors = problem.errors ?? []
  }
}

export interface Page<Row> {
  data: Row[]
  has_more: boolean
  next_cursor: string | null
}

export type Query = Record<string, string | number | undefined>

interface Hooks {
  csrf_token: () => string
  /** The id of the colleague in whose name the user acts; empty: in its own. */
  act_for: () => string
  /** A call was refused because the delegation is over. */
  delegation_ended: () => void
  /** A call was answered 401: there is no session any more. */
  session_ended: () => void
  /** Asks for the session's token again; false: it is the same as before. */
  renew_csrf_token: () => Promise<boolean>
}
let hooks: Hooks = {
  csrf_token: () => '',
  act_for: () => '',
  delegation_ended: () => undefined,
  session_ended: () => undefined,
  renew_csrf_token: () => Promise.resolve(false),
}
export function install_hooks(installed: Hooks): void {
  hooks = installed
}

/** The address of a call, for links (exports) too. Empty values are left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

async function problem_of(response: Response): Promise<ApiError> {
  const request_id = response.headers.get('x-request-id') ?? ''
  try {
    const problem = (await response.json()) as Problem
    if (typeof problem.code === 'string' && typeof problem.detail === 'string')
      return new ApiError({ ...problem, status: response.status, request_id: problem.request_id ?? request_id })
  } catch {
    // A proxy in between answers in its own format: the status alone is known.
  }
  return new ApiError({ status: response.status, code: 'unreadable', detail: t('error.unreadable'), request_id })
}

interface Options {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** Signing in: a 401 means a wrong password, not an ended session. */
  anonymous?: boolean
}

async function call<Reply>(method: string, path: string, options: Options): Promise<Reply> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language() }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') {
    headers['Idempotency-Key'] = crypto.randomUUID()
    if (!options.anonymous) headers['X-CSRF-Token'] = hooks.csrf_token()
  }
  if (!options.anonymous && hooks.act_for()) headers['X-Act-For'] = hooks.act_for()
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    })
  } catch (failure) {
    if (options.signal?.aborted) throw failure
    throw new ApiError({ status: 0, code: 'network', detail: t('error.network') })
  }
  if (!response.ok) {
    const problem = await problem_of(response)
    if (problem.status === 401 && !options.anonymous) hooks.session_ended()
    if (problem.code === 'delegation_not_in_force') hooks.delegation_ended()
    // Signed in anew in another tab: the token of this tab is the old one's. Nothing was done yet.
    if (problem.code === 'csrf_token_wrong' && (await hooks.renew_csrf_token()))
      return call<Reply>(method, path, options)
    throw problem
  }
  if (response.status === 204) return undefined as Reply
  return (await response.json()) as Reply
}

export const api = {
  get: <Reply>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Reply> =>
    call<Reply>('GET', path, { query, signal }),
  post: <Reply>(path: string, body: unknown, anonymous = false): Promise<Reply> =>
    call<Reply>('POST', path, { body, anonymous }),
  remove: (path: string): Promise<void> => call<void>('DELETE', path, {}),
}
