import type { Component } from 'vue'
import { createRouter, createWebHistory, type RouteLocation } from 'vue-router'

import { t } from './i18n'
import { all_pages, may_see, type PageEntry } from './pages'
import { on_session_end, resume, session_state } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Absent: the page is open without signing in. */
    page?: PageEntry
    title?: string
    /** For everybody, signed in or not: nobody is asked who it is. */
    open?: boolean
  }
}

/** Things that say more than their facts have a page of their own kind. */
const pages_of_one: Record<string, () => Promise<Component>> = {
  ledger: () => import('./pages/LedgerEntryPage.vue'),
  reconciliations: () => import('./pages/ReconciliationPage.vue'),
  'rule-packs': () => import('./pages/RulePackPage.vue'),
}

const of_slug = (route: RouteLocation) => ({ slug: String(route.params.slug) })
/** The public portal's pages by the end of their address. */
const portal_pages = [
  { path: '', name: 'portal', component: () => import('./portal/HomePage.vue') },
  { path: 'notices', name: 'portal_notices', component: () => import('./portal/NoticesPage.vue') },
  { path: 'disclosures', name: 'portal_disclosures', component: () => import('./portal/DisclosuresPage.vue') },
  { path: 'products', name: 'portal_products', component: () => import('./portal/ProductsPage.vue') },
  { path: 'parties', name: 'portal_parties', component: () => import('./portal/PartiesPage.vue') },
  { path: 'certificates', name: 'portal_certificates', component: () => import('./portal/CertificatesPage.vue') },
  { path: 'register', name: 'portal_register', component: () => import('./portal/RegisterPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: '/desk' },
    {
      path: '/sign-in',
      name: 'sign_in',
      component: () => import('./pages/SignInPage.vue'),
      meta: { title: 'sign_in.title' },
    },
    {
      path: '/verify/:slug/:number?',
      name: 'verify',
      component: () => import('./pages/VerifyPage.vue'),
      props: (route: RouteLocation) => ({
        slug: String(route.params.slug),
        number: String(route.params.number ?? ''),
      }),
      meta: { open: true, title: 'verify.title' },
    },
    { path: '/portal', name: 'portal_choice', component: () => import('./portal/ChoosePage.vue'), meta: { open: true, title: 'portal.title' } },
    {
      path: '/portal/:slug',
      component: () => import('./portal/PortalShell.vue'),
      props: of_slug,
      meta: { open: true },
      children: [
        ...portal_pages.map((page) => ({ ...page, props: of_slug, meta: { title: `portal.page.${page.name}` } })),
        {
          path: 'products/:code',
          name: 'portal_product',
          component: () => import('./portal/ProductPage.vue'),
          props: (route: RouteLocation) => ({ ...of_slug(route), code: String(route.params.code) }),
          meta: { title: 'portal.page.portal_products' },
        },
      ],
    },
    {
      path: '/docs',
      component: () => import('./docs/DocsShell.vue'),
      meta: { open: true },
      children: [
        { path: '', name: 'docs', component: () => import('./docs/ReferencePage.vue'), meta: { title: 'docs.title' } },
        { path: 'samples', name: 'docs_samples', component: () => import('./docs/SamplesPage.vue'), meta: { title: 'docs.samples' } },
      ],
    },
    {
      path: '/',
      component: () => import('./components/AppShell.vue'),
      children: [
        ...all_pages.map((page) => ({
          path: page.path,
          name: page.name,
          component: page.component,
          props: page.thing && !page.has_own_list ? { thing: page.thing } : false,
          meta: { page, title: page.title },
        })),
        ...all_pages
          .filter((page) => page.thing)
          .map((page) => ({
            path: `${page.path}/:id`,
            name: `${page.name}_one`,
            component: pages_of_one[page.name] ?? (() => import('./pages/ThingPage.vue')),
            props: (route: RouteLocation) => ({ ...(page.name in pages_of_one ? {} : { thing: page.thing }), id: String(route.params.id) }),
            meta: { page, title: page.title },
          })),
        { path: '/search', name: 'search', component: () => import('./pages/SearchPage.vue'), meta: { title: 'search.title' } },
        { path: '/notifications', name: 'notifications', component: () => import('./pages/NotificationsPage.vue'), meta: { title: 'notifications.title' } },
        {
          path: '/:path(.*)*',
          name: 'not_found',
          component: () => import('./pages/NotFoundPage.vue'),
          meta: { title: 'error.not_found_title' },
        },
      ],
    },
  ],
})

/** Only a place inside the console, so that a link can't lead a user elsewhere after signing in. */
export function place_after_sign_in(then: unknown): string {
  return typeof then === 'string' && /^\/(?![/\\])/.test(then) && !then.startsWith('/sign-in') ? then : '/desk'
}

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  await resume()
  const signed_in = session_state.session !== null
  if (to.name === 'sign_in') return signed_in ? place_after_sign_in(to.query.then) : true
  if (!signed_in) return { name: 'sign_in', query: to.path === '/desk' ? {} : { then: to.fullPath } }
  if (to.meta.page && !may_see(to.meta.page))
    return { name: 'not_found', params: { path: to.path.slice(1).split('/') }, replace: true }
  return true
})

export function set_document_title(): void {
  const title = router.currentRoute.value.meta.title
  document.title = title ? `${t(title)} - ${t('product.name')}` : t('product.name')
}
router.afterEach(set_document_title)

on_session_end(() => {
  void router.push({ name: 'sign_in', query: { then: router.currentRoute.value.fullPath } })
})
