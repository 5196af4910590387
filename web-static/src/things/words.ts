/** Words for what the API names: fields, values, actions. They come with the first page that needs them. */
import { shallowRef } from 'vue'

import { language, t, te, type Language } from '../i18n'

interface Words {
  field: Record<string, string>
  value: Record<string, Record<string, string>>
  operation: Record<string, string>
  hint: Record<string, string>
}

const loaders: Record<Language, () => Promise<{ default: unknown }>> = {
  'zh-CN': () => import('../locales/words.zh-CN.json'),
  en: () => import('../locales/words.en.json'),
}
const loaded = shallowRef<Partial<Record<Language, Words>>>({})

export async function load_words(): Promise<void> {
  const wanted = language()
  if (loaded.value[wanted]) return
  const file = await loaders[wanted]()
  loaded.value = { ...loaded.value, [wanted]: file.default as Words }
}

const words = (): Words | undefined => loaded.value[language()] ?? loaded.value['zh-CN']

/** `schema`: where the field stands; some names mean different things in different places. */
export function field_words(name: string, schema = ''): string {
  const table = words()?.field
  return table?.[`${schema}.${name}`] ?? table?.[name] ?? name
}

export const hint_words = (name: string, schema = ''): string =>
  words()?.hint[`${schema}.${name}`] ?? words()?.hint[name] ?? ''

export function value_words(field: string, value: string, schema = ''): string {
  const table = words()?.value
  return table?.[`${schema}.${field}`]?.[value] ?? table?.[field]?.[value] ?? value
}

export const operation_words = (id: string): string => words()?.operation[id] ?? id

/** A state, wherever it stands. */
export const state_words = (state: string, schema = ''): string => value_words('state', state, schema)

/** The name of a kind of thing; what has no page of its own goes by its field. */
export function thing_words(name: string): string {
  const key = `thing.${name.replace(/[-.]/g, '_')}`
  return te(key) ? t(key) : field_words(name.replaceAll('-', '_'))
}

/** "receivable:9132..." is the account's words and whose it is. */
export function account_words(account: string): string {
  const whole = value_words('account', account)
  if (whole !== account) return whole
  const [head, ...rest] = account.split(':')
  const key = `recipient.${rest.join('_')}`
  return rest.length ? `${value_words('account', head)} ${te(key) ? t(key) : rest[rest.length - 1]}` : account
}
