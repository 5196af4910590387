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
  /** Absent: for every role. */
  only_for?: string[]
  component: () => Promise<Component>
  /** The kind of thing that the list shows. */
  thing?: string
  /** The list isn't the generic one. */
  has_own_list?: boolean
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

/** Where a developer begins, and sees how far it is. */
const start: PageEntry = {
  name: 'start',
  path: '/start',
  title: 'menu.start',
  icon: 'start',
  permission: '',
  only_for: ['developer_admin', 'developer_staff'],
  component: () => import('./pages/StartPage.vue'),
}

/** Lists that say more than their rows. */
const own_lists: Record<string, () => Promise<Component>> = {
  'api-keys': () => import('./pages/ApiKeysPage.vue'),
  'department-view': () => import('./pages/DepartmentViewPage.vue'),
  exports: () => import('./pages/ExportsPage.vue'),
  ledger: () => import('./pages/LedgerPage.vue'),
  periods: () => import('./pages/ClosingPage.vue'),
  receivables: () => import('./pages/AgeingPage.vue'),
  usage: () => import('./pages/UsagePage.vue'),
}

/** Pages that one kind of thing is too little for, by the group in whose menu they stand. */
const own_pages: Record<string, PageEntry[]> = {
  allocation: [
    {
      name: 'allocation_ledger',
      path: '/settlement/allocation-ledger',
      title: 'menu.allocation_ledger',
      icon: 'ledger',
      permission: 'allocation:read',
      component: () => import('./pages/AllocationLedgerPage.vue'),
    },
    {
      name: 'compare',
      path: '/allocation/compare',
      title: 'menu.compare',
      icon: 'ledger',
      permission: 'allocation:draft',
      component: () => import('./pages/ComparePage.vue'),
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
      component: own_lists[entry.name] ?? (() => import('./pages/ThingListPage.vue')),
      thing: entry.name,
      has_own_list: entry.name in own_lists,
    })),
  ],
}))

export const menu: (PageEntry | PageGroup)[] = [desk, start, ...groups]

export function may_see(page: PageEntry): boolean {
  const user = session_state.session?.user
  if (page.permission && !has_permission(page.permission)) return false
  if (page.only_for && !page.only_for.includes(user?.role ?? '')) return false
  if (page.body_admin && !user?.body_admin) return false
  return !page.not_for?.includes(user?.role ?? '')
}

export const is_group = (entry: PageEntry | PageGroup): entry is PageGroup => 'pages' in entry

export const all_pages: PageEntry[] = menu.flatMap((entry) => (is_group(entry) ? entry.pages : [entry]))

export function group_of(name: string): PageGroup | undefined {
  return menu.filter(is_group).find((group) => group.pages.some((page) => page.name === name))
}
