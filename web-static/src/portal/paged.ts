/** Rows that grow by "more": the public pages are read from top to bottom. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import type { Page } from '../api/client'

export interface Paged<Row> {
  rows: ShallowRef<Row[]>
  loading: Ref<boolean>
  failure: ShallowRef<unknown>
  has_more: Ref<boolean>
  load: () => Promise<void>
  load_more: () => Promise<void>
}

export function use_paged<Row>(read: (cursor: string) => Promise<Page<Row>>): Paged<Row> {
  const rows = shallowRef<Row[]>([])
  const loading = ref(false)
  const failure = shallowRef<unknown>(null)
  const has_more = ref(false)
  let cursor = ''

  async function load_more(): Promise<void> {
    loading.value = true
    failure.value = null
    try {
      const page = await read(cursor)
      rows.value = cursor ? [...rows.value, ...page.data] : page.data
      has_more.value = page.has_more
      cursor = page.next_cursor ?? ''
    } catch (caught) {
      failure.value = caught
    } finally {
      loading.value = false
    }
  }
  async function load(): Promise<void> {
    cursor = ''
    rows.value = []
    await load_more()
  }
  return { rows, loading, failure, has_more, load, load_more }
}
