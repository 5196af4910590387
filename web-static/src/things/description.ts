/**
 * What the API offers on one kind of thing (build/describe-api.mjs makes the files from openapi.json):
 * its list, its page, what stands below it, and the form of every action.
 */

export type FieldKind =
  | 'text'
  | 'choice'
  | 'flag'
  | 'integer'
  | 'money'
  | 'decimal'
  | 'month'
  | 'date'
  | 'time'
  | 'id'
  | 'list'
  | 'object'
  | 'any'

export interface Field {
  name: string
  kind: FieldKind
  required?: boolean
  /** Of the object that the field holds, in openapi.json. */
  schema?: string
  values?: string[]
  /** Characters of a text, or the greatest integer. */
  max?: number
  min?: number
  /** Of a list. */
  item?: Field
  /** Of an object. */
  fields?: Field[]
}

/** The fields of one shape; `schema` is its name in openapi.json, by which words are looked up. */
export interface Shape {
  schema: string
  fields: Field[]
}

export interface Operation {
  id: string
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below /api/v1, with {places}. */
  path: string
  permission: string
  query?: Field[]
  body?: Shape
  /** Takes a file in parts instead of a form. */
  upload?: boolean
  /** Of an act that only asks and answers. */
  reply?: Shape
  /** In which states of the thing it may be tried; absent: in any. What else it takes, the server says. */
  states?: string[]
}

export interface Part extends Operation {
  /** Its last segment, e.g. "amendments". */
  name: string
  /** Either rows, page by page, or one object. */
  row?: Shape
  reply?: Shape
}

export interface ThingDescription {
  name: string
  list?: Operation & { row: Shape }
  /** One object that the tenant has once (policy, clock). */
  single?: Operation & { reply: Shape }
  /** `inner`: the member of the reply that holds the thing's own fields, lifted out of it in `reply`. */
  read?: Operation & { reply: Shape; inner?: string }
  events?: Operation
  actions: Operation[]
  parts: Part[]
  /** What can be downloaded. */
  files: Operation[]
}

const files = import.meta.glob<ThingDescription>('../generated/things/*.json', { import: 'default' })

/** REQUIRES: the API has such a thing. */
export function describe_thing(name: string): Promise<ThingDescription> {
  return files[`../generated/things/${name}.json`]()
}

export const has_description = (name: string): boolean => `../generated/things/${name}.json` in files

/** A row or object of the API. */
export type Item = Record<string, unknown>

export const places_of = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])

/**
 * What of an item stands in an address: "{agreement_id}" is the id of an agreement, "{resource_code}" the
 * code of a resource, "{number}" the number of a certificate.
 */
export function address_value(item: Item, place: string): string {
  if (place === 'developer') return String(item.uscc ?? '')
  if (place === 'body_code') return String(item.body_code ?? item.department_code ?? item.code ?? '')
  const named = /_id$/.test(place) ? item.id : /(^|_)code$/.test(place) ? item.code : item[place]
  return String(named ?? item[place] ?? item.id ?? item.code ?? item.uscc ?? item.number ?? '')
}

export function fill_path(path: string, values: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, place: string) => encodeURIComponent(values[place] ?? ''))
}
