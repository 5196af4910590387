/** The console's pages: menu, routes and breadcrumbs all come from this one table. */
import type { Component } from 'vue'

import type { IconName } from './components/icons'
import { has_permission, session_state } from './session'
import { thing_groups } from './things/things'

export interface PageEntry {
  name: string
  path: string
  title: string
  icon: IconName
  /** The permission that the page's data need; empty: anybody who is signed in. */
  permission: string
  /** Only a body's own administrator may see it. */
  body_admin?: boolean
  not_for?: string[]
  component: () => Promise<Component>
  /** The kind of thing that the generic list shows. */
  thing?: string
}

export interface PageGroup {
  name: string
  title: string
  icon: IconName
  pages: PageEntry[]
}

const desk: PageEntry = {
  name: 'desk',
  path: '/desk',
  title: 'menu.desk',
  icon: 'desk',
  permission: '',
  component: () => import('./pages/DeskPage.vue'),
}

/** Pages that one kind of thing is too little for, by the group in whose menu they stand. */
const own_pages: Record<string, PageEntry[]> = {
  settlement: [
    {
      name: 'allocation_ledger',
      path: '/settlement/allocation-ledger',
      title: 'menu.allocation_ledger',
      icon: 'ledger',
      permission: 'allocation:read',
      component: () => import('./pages/AllocationLedgerPage.vue'),
    },
  ],
}

const groups: PageGroup[] = thing_groups.map((group) => ({
  name: group.name,
  title: `menu.${group.name}`,
  icon: group.icon,
  pages: [
    ...(own_pages[group.name] ?? []),
    ...group.things.map((entry) => ({
      name: entry.name,
      path: `/${entry.name}`,
      title: `thing.${entry.name.replaceAll('-', '_')}`,
      icon: group.icon,
      permission: entry.permission === 'signed_in' ? '' : entry.permission,
      body_admin: entry.body_admin,
      not_for: entry.not_for,
      component: () => import('./pages/ThingListPage.vue'),
      thing: entry.name,
    })),
  ],
}))

export const menu: (PageEntry | PageGroup)[] = [desk, ...groups]

export function may_see(page: PageEntry): boolean {
  const user = session_state.session?.user
  if (page.permission && !has_permission(page.permission)) return false
  if (page.body_admin && !user?.body_admin) return false
  return !page.not_for?.includes(user?.role ?? '')
}

export const is_group = (entry: PageEntry | PageGroup): entry is PageGroup => 'pages' in entry

export const all_pages: PageEntry[] = menu.flatMap((entry) => (is_group(entry) ? entry.pages : [entry]))

export function group_of(name: string): PageGroup | undefined {
  return menu.filter(is_group).find((group) => group.pages.some((page) => page.name === name))
}
