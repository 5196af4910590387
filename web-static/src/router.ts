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
    {
      path: '/',
      component: () => import('./components/AppShell.vue'),
      children: [
        ...all_pages.map((page) => ({
          path: page.path,
          name: page.name,
          component: page.component,
          props: page.thing ? { thing: page.thing } : false,
          meta: { page, title: page.title },
        })),
        ...all_pages
          .filter((page) => page.thing)
          .map((page) => ({
            path: `${page.path}/:id`,
            name: `${page.name}_one`,
            component: () => import('./pages/ThingPage.vue'),
            props: (route: RouteLocation) => ({ thing: page.thing, id: String(route.params.id) }),
            meta: { page, title: page.title },
          })),
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
