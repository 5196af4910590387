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
  /** Of the act, so that a second try is the same one; absent: made here. */
  key?: string
  /** The version that is changed (If-Match). */
  etag?: string
  /** Called with the version of what was read. */
  on_etag?: (etag: string) => void
  /** Signing in: a 401 means a wrong password, not an ended session. */
  anonymous?: boolean
}

async function call<Reply>(method: string, path: string, options: Options): Promise<Reply> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language() }
  const is_file = options.body instanceof Blob
  if (options.body !== undefined) headers['Content-Type'] = is_file ? 'application/octet-stream' : 'application/json'
  if (options.etag) headers['If-Match'] = options.etag
  if (method !== 'GET') {
    headers['Idempotency-Key'] = options.key ?? crypto.randomUUID()
    if (!options.anonymous) headers['X-CSRF-Token'] = hooks.csrf_token()
  }
  if (!options.anonymous && hooks.act_for()) headers['X-Act-For'] = hooks.act_for()
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: is_file ? (options.body as Blob) : options.body === undefined ? undefined : JSON.stringify(options.body),
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
  options.on_etag?.(response.headers.get('etag') ?? '')
  if (response.status === 204) return undefined as Reply
  return (await response.json()) as Reply
}

export const api = {
  get: <Reply>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Reply> =>
    call<Reply>('GET', path, { query, signal }),
  post: <Reply>(path: string, body: unknown, anonymous = false): Promise<Reply> =>
    call<Reply>('POST', path, { body, anonymous }),
  remove: (path: string): Promise<void> => call<void>('DELETE', path, {}),
  /** What was read, and its version. */
  read: async <Reply>(path: string, query: Query = {}): Promise<{ reply: Reply; etag: string }> => {
    let etag = ''
    const reply = await call<Reply>('GET', path, { query, on_etag: (found) => (etag = found) })
    return { reply, etag }
  },
  send: (method: string, path: string, body: unknown, key: string, etag = ''): Promise<unknown> =>
    call<unknown>(method.toUpperCase(), path, { body, key, etag }),
}

/** The server takes no more at once. */
const part_bytes = 512 * 1024

/** Sends a file in parts; `on_progress` gets the share that is there. */
export async function upload_file(
  path: string,
  file: File,
  query: Query,
  on_progress: (share: number) => void,
): Promise<unknown> {
  const parts = Math.max(1, Math.ceil(file.size / part_bytes))
  let reply: unknown
  for (let part = 0; part < parts; part++) {
    const last = part === parts - 1
    const body = file.slice(part * part_bytes, (part + 1) * part_bytes)
    const asked: Query = { part, last: String(last), name: file.name, ...(last ? query : {}) }
    reply = await call<unknown>('PUT', path, { body, query: asked })
    on_progress((part + 1) / parts)
  }
  return reply
}
