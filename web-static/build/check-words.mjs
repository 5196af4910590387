// Fails when something that the API names has no words: a property of a schema, a query parameter,
// a value of an enumeration, an operation that isn't GET. Also when a key names nothing in the API,
// when the two languages differ in their keys, when a text is empty, or when English has Chinese.
// `node build/check-words.mjs [openapi.json]`
//
// How words are found: "<Schema>.<property>" before "<property>"; for a query parameter
// "<operationId>.<name>", then "<Schema of the rows>.<name>", then "<name>". Values likewise, and a
// set of values under a schema's name is complete, so that nothing is mixed from two sets. Values
// of a property that is a plain text (the acts of a timeline) may have words, too.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const path = process.argv[2] ?? fileURLToPath(new URL('../openapi.json', import.meta.url))
const api = JSON.parse(readFileSync(path, 'utf8'))
const read = (name) =>
  JSON.parse(readFileSync(new URL(`../src/locales/${name}.json`, import.meta.url), 'utf8'))
const words = { 'words.zh-CN.json': read('words.zh-CN'), 'words.en.json': read('words.en') }
const names = words['words.zh-CN.json']
const complaints = []
const used = new Set()
const has = (section, key) => names[section] && Object.hasOwn(names[section], key)

// What a schema names, inline objects included: properties with the values they may have.
const properties = new Map()
const schemas_of = new Map()
function note(owner, name, schema) {
  const key = `${owner}.${name}`
  const known = properties.get(key) ?? { owner, name, values: new Set() }
  properties.set(key, known)
  if (!schemas_of.has(name)) schemas_of.set(name, [])
  schemas_of.get(name).push(owner)
  walk(owner, schema, known)
}
function walk(owner, schema, property) {
  if (!schema || typeof schema !== 'object') return
  for (const value of schema.enum ?? []) if (value !== null) property?.values.add(String(value))
  for (const [name, inner] of Object.entries(schema.properties ?? {})) note(owner, name, inner)
  walk(owner, schema.items, property)
  walk(owner, schema.additionalProperties, property)
  for (const group of [schema.oneOf, schema.anyOf, schema.allOf])
    for (const inner of group ?? []) walk(owner, inner, property)
}
for (const [name, schema] of Object.entries(api.components.schemas)) walk(name, schema)

const last_of = (reference) => reference?.split('/').at(-1)
function row_schema(operation) {
  const answer = operation.responses?.['200']?.content?.['application/json']?.schema
  const page = api.components.schemas[last_of(answer?.$ref)]
  return last_of(page?.properties?.data?.items?.$ref) ?? last_of(answer?.$ref)
}
const resolved = (parameter) =>
  parameter.$ref ? api.components.parameters[last_of(parameter.$ref)] : parameter
const operations = []
const parameters = []
for (const item of Object.values(api.paths))
  for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
    const operation = item[method]
    if (!operation) continue
    const id = operation.operationId
    if (method !== 'get') operations.push(id)
    const both = [...(item.parameters ?? []), ...(operation.parameters ?? [])]
    for (const parameter of both.map(resolved)) {
      if (parameter.in !== 'query') continue
      const values = parameter.schema?.enum ?? parameter.schema?.items?.enum ?? []
      parameters.push({ id, name: parameter.name, rows: row_schema(operation), values })
    }
  }

function need_field(keys, where) {
  const key = keys.find((candidate) => has('field', candidate))
  if (!key) complaints.push(`no words for field ${where}`)
  for (const candidate of keys) if (has('field', candidate)) used.add(`field ${candidate}`)
}
function need_values(keys, values, where) {
  const key = keys.find((candidate) => has('value', candidate))
  for (const value of values)
    if (!key || !Object.hasOwn(names.value[key], value))
      complaints.push(`no words for value ${value} of ${where}`)
    else used.add(`value ${key} ${value}`)
}
for (const { owner, name, values } of properties.values()) {
  need_field([`${owner}.${name}`, name], `${owner}.${name}`)
  need_values([`${owner}.${name}`, name], values, `${owner}.${name}`)
}
for (const { id, name, rows, values } of parameters) {
  const keys = [`${id}.${name}`, `${rows}.${name}`, name]
  need_field(keys, `${id}?${name}`)
  need_values(keys, values, `${id}?${name}`)
}
for (const id of operations)
  if (has('operation', id)) used.add(`operation ${id}`)
  else complaints.push(`no words for operation ${id}`)

// Keys that name nothing. A general set of values may be longer than any one schema's.
const known = (key) => properties.has(key) || schemas_of.has(key)
const plain = (key) => {
  // A timeline tells its acts and states by the kind of thing that it belongs to.
  const [schema, name] = key.split('.')
  if (name === 'action' || name === 'state') {
    if (schemas_of.get('id')?.includes(schema) && !properties.has(key)) return true
  }
  const owners = name ? [key] : schemas_of.get(key)?.map((owner) => `${owner}.${key}`)
  return owners?.some((owner) => properties.has(owner) && !properties.get(owner).values.size)
}
for (const key of Object.keys(names.field ?? {}))
  if (!used.has(`field ${key}`)) complaints.push(`field ${key} is used nowhere`)
for (const key of Object.keys(names.operation ?? {}))
  if (!used.has(`operation ${key}`)) complaints.push(`operation ${key} is used nowhere`)
for (const key of Object.keys(names.hint ?? {}))
  if (!known(key)) complaints.push(`hint ${key} is used nowhere`)
for (const [key, values] of Object.entries(names.value ?? {}))
  for (const value of Object.keys(values)) {
    if (used.has(`value ${key} ${value}`) || plain(key)) continue
    const elsewhere = [...(schemas_of.get(key) ?? [])].some((owner) =>
      properties.get(`${owner}.${key}`).values.has(value),
    )
    if (!elsewhere) complaints.push(`value ${value} of ${key} is used nowhere`)
  }

// The two languages have the same keys, and every text says something.
const flat = (object, prefix = '') =>
  Object.entries(object).flatMap(([key, value]) =>
    typeof value === 'object' ? flat(value, `${prefix}${key} `) : [[`${prefix}${key}`, value]],
  )
const texts = Object.entries(words).map(([file, object]) => [file, new Map(flat(object))])
for (const [file, own] of texts) {
  for (const [other, theirs] of texts)
    for (const key of theirs.keys())
      if (!own.has(key)) complaints.push(`${file} lacks ${key}, which ${other} has`)
  for (const [key, text] of own) {
    if (typeof text !== 'string' || !text.trim()) complaints.push(`${file}: ${key} is empty`)
    if (file === 'words.en.json' && /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]/.test(text))
      complaints.push(`${file}: ${key} has Chinese in it`)
  }
}

for (const complaint of complaints) console.error(complaint)
if (complaints.length) process.exit(1)
console.log(
  `words: ${properties.size} properties, ${operations.length} operations, ` +
    `${texts[0][1].size} texts in both languages`,
)
