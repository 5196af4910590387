import { api, type Page } from './client'

export type TodoTab = 'open' | 'done' | 'mine'

export interface Todo {
  id: string
  aggregate: string
  aggregate_id: string
  task: string
  /** The case's number, a blank, and what it is about. */
  title: string
  role: string | null
  mine: boolean
  opened_at: string
  due_on: string | null
  /** Negative: overdue. Null without a due date. */
  working_days_left: number | null
}

export interface TodoCounts {
  total: number
  tasks: { task: string; count: number }[]
}

export const list_todos = (tab: TodoTab, limit: number, cursor: string, signal?: AbortSignal): Promise<Page<Todo>> =>
  api.get<Page<Todo>>('/todos', { tab, limit, cursor }, signal)

export const read_todo_counts = (): Promise<TodoCounts> => api.get<TodoCounts>('/todos/counts')
