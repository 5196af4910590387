// Tells the console what the API offers: reads openapi.json and writes one small file per kind of thing
// into src/generated/things/, with its list, its page, its parts, and the form of every action. What the
// API says once is not written again by hand: a new route shows up with its form.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const target = fileURLToPath(new URL('src/generated/things', root))
const api = JSON.parse(readFileSync(new URL('openapi.json', root), 'utf8'))
const schemas = api.components.schemas
const base = '/api/v1'

const schema_name = (schema) => schema?.$ref?.split('/').pop() ?? ''
const resolve = (schema) => (schema.$ref ? schemas[schema_name(schema)] : schema)

const formats = { date: 'date', 'date-time': 'time' }
const patterns = [
  [/^\^-\?\(0\|\[1-9\]\[0-9\]\*\)\\\.\[0-9\]\{2\}\$$/, 'money'],
  [/\\\.\[0-9\]\{1,6\}\)\?\$$/, 'decimal'],
  [/^\^\[0-9\]\{4\}-\(0\[1-9\]/, 'month'],
  [/^\^[a-z]{3}_\[0-9a-z\]/, 'id'],
]

/** One schema as the console needs it: `kind` and what belongs to it. */
function describe(name, given, required) {
  const owner = schema_name(given)
  const options = (given.anyOf ?? given.oneOf)?.filter((option) => option.type !== 'null')
  const whole = options?.length === 1 ? resolve(options[0]) : resolve(given)
  const schema_owner = owner || schema_name(options?.[0])
  const types = [whole.type].flat().filter((type) => type !== 'null')
  const field = { name, kind: 'any' }
  if (required) field.required = true
  if (schema_owner) field.schema = schema_owner
  if (whole.enum) return { ...field, kind: 'choice', values: whole.enum }
  if (types[0] === 'boolean') return { ...field, kind: 'flag' }
  if (types[0] === 'integer')
    return { ...field, kind: 'integer', ...(whole.minimum !== undefined && { min: whole.minimum }), ...(whole.maximum !== undefined && { max: whole.maximum }) }
  if (types[0] === 'string') {
    field.kind = formats[whole.format] ?? patterns.find(([pattern]) => pattern.test(whole.pattern ?? ''))?.[1] ?? 'text'
    // A month in a query has no pattern there, only its length.
    if (whole.maxLength === 7) field.kind = 'month'
    if (whole.maxLength) field.max = whole.maxLength
    return field
  }
  if (types[0] === 'array') {
    const item = describe(name, whole.items ?? {}, true)
    return { ...field, kind: 'list', item }
  }
  if (whole.properties) return { ...field, kind: 'object', fields: fields_of(whole) }
  return field
}
function fields_of(schema) {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {}).map(([name, property]) => describe(name, property, required.has(name)))
}

const json_of = (content) => content?.['application/json']?.schema
const reply_of = (operation) => json_of((operation.responses['200'] ?? operation.responses['201'])?.content)

function operation_of(method, path, operation) {
  const body = json_of(operation.requestBody?.content)
  const described = { id: operation.operationId, method, path, permission: operation['x-permission'] ?? '' }
  const asked = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const query = asked.filter(({ name }) => !['limit', 'cursor', 'include', 'format'].includes(name))
  if (query.length) described.query = query.map(({ name, schema }) => describe(name, schema, false))
  if (body) described.body = { schema: schema_name(body), fields: fields_of(resolve(body)) }
  else if (operation.requestBody) described.upload = true
  return described
}

/** The rows of a page; null when the reply is none. */
function rows_of(operation) {
  const reply = reply_of(operation)
  const page = reply && resolve(reply)
  const data = page?.properties?.data
  if (!data || !page.properties.next_cursor) return null
  return { schema: schema_name(data.items), fields: fields_of(resolve(data.items)) }
}

const routes = []
for (const [path, methods] of Object.entries(api.paths))
  for (const [method, operation] of Object.entries(methods))
    if (path.startsWith(`${base}/`) && !path.includes('/public/'))
      routes.push({ method, path: path.slice(base.length), operation, parts: path.slice(base.length + 1).split('/') })

const is_parameter = (part) => part?.startsWith('{') ?? false
const things = new Map()
function thing_of(segment) {
  if (!things.has(segment)) things.set(segment, { name: segment, actions: [], parts: [], files: [] })
  return things.get(segment)
}

for (const route of routes) {
  const { method, path, operation, parts } = route
  const thing = thing_of(parts[0])
  const described = operation_of(method, path, operation)
  const rows = method === 'get' ? rows_of(operation) : null
  if (method === 'get' && parts.length === 1) {
    if (rows) thing.list = { ...described, row: rows }
    else if (reply_of(operation)) thing.single = { ...described, reply: { schema: schema_name(reply_of(operation)), fields: fields_of(resolve(reply_of(operation))) } }
  } else if (method === 'get' && parts.length === 2 && is_parameter(parts[1])) {
    const reply = reply_of(operation)
    if (reply) thing.read = { ...described, reply: { schema: schema_name(reply), fields: fields_of(resolve(reply)) } }
  } else if (method === 'get' && is_parameter(parts[1])) {
    if (parts.at(-1) === 'events') thing.events = described
    else if (rows) thing.parts.push({ ...described, name: parts.at(-1), row: rows })
    else if (reply_of(operation)) {
      const reply = reply_of(operation)
      thing.parts.push({ ...described, name: parts.at(-1), reply: { schema: schema_name(reply), fields: fields_of(resolve(reply)) } })
    } else thing.files.push(described)
  } else if (method === 'get' && parts.length === 2) {
    const reply = reply_of(operation)
    if (rows) thing.parts.push({ ...described, name: parts[1], row: rows })
    else if (reply) thing.parts.push({ ...described, name: parts[1], reply: { schema: schema_name(reply), fields: fields_of(resolve(reply)) } })
  } else if (method !== 'get') {
    thing.actions.push(described)
  }
}

// What there is one of per period is a report of the month that one asks for.
for (const thing of things.values()) {
  if (thing.list || !thing.read?.path.endsWith('/{period}')) continue
  thing.parts.push({ ...thing.read, name: thing.name, query: [{ name: 'period', kind: 'month' }] })
  delete thing.read
}

// "The claim with its lines": the claim's own fields stand in a member of the reply.
for (const { list, read } of things.values()) {
  const inner = read?.reply.fields.find((field) => field.kind === 'object' && field.schema === list?.row.schema)
  if (!inner) continue
  read.inner = inner.name
  read.reply = { schema: inner.schema, fields: [...inner.fields, ...read.reply.fields.filter((field) => field !== inner)] }
}

// In which states an act may be tried: the workflow's rows for the move that it makes. An address
// "/orders/{order_code}/accept" names its move itself; acts.json says it for the others. Acts that are no
// move of the workflow (a quota, a note) may be tried in any state.
const acts = JSON.parse(readFileSync(new URL('build/acts.json', root), 'utf8'))
const complaints = []
function moves_of(action, moves) {
  const named = acts[action.id]
  if (named) {
    for (const move of named) if (!(move in moves)) complaints.push(`acts.json: ${action.id}: no move ${move}`)
    delete acts[action.id]
    return named
  }
  const [, , , verb, deeper] = action.path.split('/')
  if (deeper !== undefined) return []
  const word = verb?.replaceAll('-', '_') ?? (action.method === 'put' ? 'edit' : '')
  return word in moves ? [word] : []
}
for (const [name, rows] of Object.entries(api['x-workflows'])) {
  const moves = {}
  for (const { from, action } of rows) (moves[action] ??= new Set()).add(from)
  for (const action of things.get(name).actions) {
    const states = new Set(moves_of(action, moves).flatMap((move) => [...moves[move] ?? []]))
    if (states.size) action.states = [...states]
  }
}
for (const id of Object.keys(acts)) complaints.push(`acts.json: no operation ${id} of a workflow`)
for (const complaint of complaints) console.error(complaint)
if (complaints.length) process.exit(1)

// What is only asked and answered (a simulation) shows its answer.
for (const thing of things.values()) {
  if (thing.list || thing.read || thing.single) continue
  for (const action of thing.actions) {
    const reply = reply_of(api.paths[`${base}${action.path}`][action.method])
    if (reply) action.reply = { schema: schema_name(reply), fields: fields_of(resolve(reply)) }
  }
}

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
for (const thing of things.values()) writeFileSync(`${target}/${thing.name}.json`, JSON.stringify(thing))
console.log(`things: ${things.size} described from openapi.json`)
