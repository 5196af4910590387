/** The console's pages: menu, routes and breadcrumbs all come from this one table. */
import type { Component } from 'vue'

import type { IconName } from './components/icons'

export interface PageEntry {
  name: string
  path: string
  title: string
  icon: IconName
  /** The permission that the page's data need; empty: anybody who is signed in. */
  permission: string
  component: () => Promise<Component>
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

export const menu: (PageEntry | PageGroup)[] = [
  desk,
  {
    name: 'settlement',
    title: 'menu.settlement',
    icon: 'settlement',
    pages: [
      {
        name: 'allocation_ledger',
        path: '/settlement/allocation-ledger',
        title: 'menu.allocation_ledger',
        icon: 'ledger',
        permission: 'allocation:read',
        component: () => import('./pages/AllocationLedgerPage.vue'),
      },
    ],
  },
]

export const is_group = (entry: PageEntry | PageGroup): entry is PageGroup => 'pages' in entry

export const all_pages: PageEntry[] = menu.flatMap((entry) => (is_group(entry) ? entry.pages : [entry]))

export function group_of(name: string): PageGroup | undefined {
  return menu.filter(is_group).find((group) => group.pages.some((page) => page.name === name))
}
