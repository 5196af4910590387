/**
 * The number on the bell. It is asked for again when one changes the page or comes back to the
 * window, never by a timer: a timer would keep a forgotten session alive.
 */
import { reactive, readonly } from 'vue'

import { read_todo_counts, type TodoCounts } from './api/todos'

const state = reactive<{ counts: TodoCounts | null }>({ counts: null })
export const desk_state = readonly(state)

export async function refresh_counts(): Promise<void> {
  state.counts = await read_todo_counts()
}

export function clear_counts(): void {
  state.counts = null
}
