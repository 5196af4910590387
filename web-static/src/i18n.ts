import { createI18n } from 'vue-i18n'

import english from './locales/en.json'
import chinese from './locales/zh-CN.json'

export type Language = 'zh-CN' | 'en'

const memory_key = 'yunhe.language'

export const i18n = createI18n({
  legacy: false,
  locale: localStorage.getItem(memory_key) === 'en' ? 'en' : 'zh-CN',
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': chinese, en: english },
})

/** For code outside components. */
export const t = i18n.global.t
export const te = i18n.global.te

export function language(): Language {
  return i18n.global.locale.value as Language
}

/** The document says which language it is in: screen readers and hyphenation go by it. */
export function set_language(wanted: Language): void {
  i18n.global.locale.value = wanted
  localStorage.setItem(memory_key, wanted)
  document.documentElement.lang = wanted
}

/** Words for something that the server names; what the console doesn't know yet has `other`. */
export function words_of(group: 'task' | 'source', name: string): string {
  const key = group === 'task' ? `task.${name}` : `source.${name}`
  return te(key) ? t(key) : t(`${group}.other`)
}
