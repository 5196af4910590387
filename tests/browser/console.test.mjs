// Walks the console in a browser as each role, in both languages.
//
//   YUNHE_URL=http://127.0.0.1:8080 YUNHE_TENANT=yangzhou-1 YUNHE_PASSWORDS=demo.passwords \
//     node tests/browser/console.test.mjs
//
// YUNHE_PASSWORDS names a file of lines "username<TAB>password"; it must know op.admin, finance1,
// treasury, dept.d01 and dev1. CHROMIUM names the browser (/usr/bin/chromium). Screenshots go to
// tests/browser/shots/. The last line is "N passed, N failed". Names of parts (see the end of this file)
// as arguments run these alone: "acts", "walk:finance1".
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const console_folder = fileURLToPath(new URL('../../web-static/package.json', import.meta.url))
const require = createRequire(console_folder)
const { chromium } = require('playwright-core')
const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

function setting(name) {
  const value = process.env[name]
  if (value) return value
  console.error(`${name} is not set; see the head of this file.`)
  process.exit(2)
}
const base = setting('YUNHE_URL').replace(/\/$/, '')
const tenant = setting('YUNHE_TENANT')
const passwords = new Map(
  readFileSync(setting('YUNHE_PASSWORDS'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t')),
)
const shots = fileURLToPath(new URL('./shots/', import.meta.url))
mkdirSync(shots, { recursive: true })

const sizes = { wide: { width: 1440, height: 900 }, small: { width: 1280, height: 720 } }
const desk = '/desk'
const ledger = '/settlement/allocation-ledger'
/**
 * Who sees which pages (`sees` and `never`: some of them), and whether the money summary is theirs. The
 * whole menu of each is walked; `both`: in English too.
 */
const roles = [
  { username: 'op.admin', sees: [desk, ledger, '/applications', '/orders', '/audit-rows'], never: [], summary: true, both: true },
  { username: 'finance1', sees: [desk, ledger, '/bills', '/claims', '/ledger'], never: ['/audit-rows'], summary: true, both: true },
  { username: 'treasury', sees: [desk, ledger, '/receipts'], never: ['/orders'], summary: true },
  { username: 'dept.d01', sees: [desk, ledger, '/resources', '/data-requests'], never: ['/bills', '/audit-rows'], summary: false },
  { username: 'dev1', sees: [desk, '/scenarios', '/products', '/charge-lines'], never: [ledger, '/developers', '/ledger'], summary: false },
]

let passed = 0
let failed = 0
function check(name, ok, more = '') {
  if (ok) passed += 1
  else {
    failed += 1
    console.log(`FAILED  ${name}${more ? `\n        ${more}` : ''}`)
  }
}

const user_data = mkdtempSync(join(tmpdir(), 'yunhe-browser-'))
const context = await chromium.launchPersistentContext(user_data, {
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  headless: true,
  chromiumSandbox: false,
  locale: 'zh-CN',
  viewport: sizes.wide,
  args: [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
})
await context.addInitScript(() => {
  window.policy_violations = []
  document.addEventListener('securitypolicyviolation', (event) => {
    window.policy_violations.push(`${event.violatedDirective} ${event.blockedURI}`)
  })
})
const page = context.pages()[0] ?? (await context.newPage())
page.setDefaultTimeout(45_000)

let complaints = []
page.on('console', (message) => {
  if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
})
page.on('pageerror', (error) => complaints.push(String(error)))

async function settle() {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  await page.waitForTimeout(350)
}

async function inspect(name, { sizes_shown = Object.keys(sizes), expected_status = '' } = {}) {
  await settle()
  const unexpected = complaints.filter(
    (text) => !(expected_status && text.includes('Failed to load resource') && text.includes(expected_status)),
  )
  complaints = []
  check(`${name}: no console error`, unexpected.length === 0, unexpected.join(' | '))
  const violations = await page.evaluate(() => window.policy_violations)
  check(`${name}: no breach of the content security policy`, violations.length === 0, violations.join(' | '))
  await page.evaluate(axe_source)
  const breaches = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'] })
    return result.violations.map((breach) => `${breach.id}: ${breach.nodes.map((node) => node.html).join(' ; ').slice(0, 600)}`)
  })
  check(`${name}: accessible`, breaches.length === 0, breaches.join('\n        '))
  for (const size of sizes_shown) {
    const viewport = sizes[size]
    await page.setViewportSize(viewport)
    await page.waitForTimeout(100)
    await page.screenshot({ path: join(shots, `${name.replace(/[^\w.-]+/g, '_')}-${size}.png`) })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    check(`${name}: fits ${viewport.width} pixels`, !sideways)
  }
  await page.setViewportSize(sizes.wide)
}

async function use_language(wanted) {
  if ((await page.getAttribute('html', 'lang')) !== wanted) await page.click('.language-button')
  await page.waitForFunction((lang) => document.documentElement.lang === lang, wanted)
}

async function fill_sign_in(username, password) {
  await page.fill('#tenant', tenant)
  await page.fill('#username', username)
  await page.fill('#password', password)
  await page.click('button[type="submit"]')
}
async function sign_in(username) {
  await fill_sign_in(username, passwords.get(username) ?? '')
  await page.waitForSelector('.shell__bar')
}
async function sign_out() {
  await page.click('.account')
  await page.locator('.el-dropdown-menu__item').last().click()
  await page.waitForURL('**/sign-in**')
}

const menu_paths = () =>
  page.$$eval('nav .el-menu-item', (items) => items.map((item) => item.dataset.path ?? ''))

/** What the API says, added up from all pages of rows. */
const ledger_by_api = (search) =>
  page.evaluate(async (filter) => {
    let cursor = ''
    let fen = 0n
    let rows = 0
    do {
      const reply = await fetch(`/api/v1/allocation-ledger?limit=7${filter}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      const found = await reply.json()
      for (const row of found.data) fen += BigInt(row.amount.replace('.', ''))
      rows += found.data.length
      cursor = found.has_more ? found.next_cursor : ''
    } while (cursor)
    const digits = String(fen).padStart(3, '0')
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
    return { rows, amount: `${whole}.${digits.slice(-2)}` }
  }, search)

async function check_ledger(name, search) {
  const by_api = await ledger_by_api(search)
  const shown_total = page.locator('[data-figure="ledger_total"]')
  if (by_api.rows === 0) {
    check(`${name}: an empty ledger says so`, (await page.locator('.list__empty').count()) > 0)
    return by_api
  }
  const total = (await shown_total.textContent()).trim()
  check(`${name}: the total is the API's`, total === by_api.amount, `${total} instead of ${by_api.amount}`)
  const bottom = (await page.locator('.list .table tfoot td').last().textContent()).trim()
  check(`${name}: the table's last row is the API's`, bottom === by_api.amount, `${bottom} instead of ${by_api.amount}`)
  return by_api
}

async function check_export() {
  const link = page.locator('a[download]')
  const href = await link.getAttribute('href')
  const csv = await page.evaluate(async (address) => {
    const reply = await fetch(address)
    return { status: reply.status, type: reply.headers.get('content-type') ?? '', text: await reply.text() }
  }, href)
  const by_api = await ledger_by_api('')
  const lines = csv.text.trim().split('\r\n').length - 1
  check('the export is CSV', csv.status === 200 && csv.type.startsWith('text/csv'), `${csv.status} ${csv.type}`)
  check('the export has every row', lines === by_api.rows, `${lines} instead of ${by_api.rows}`)
}

/** Opens the menu's group first, where it is closed. */
async function open_page(path) {
  const item = page.locator(`nav .el-menu-item[data-path="${path}"]`)
  if (!(await item.isVisible())) await item.locator('xpath=ancestor::li[contains(@class,"el-sub-menu")]/div').click()
  await item.click()
  await page.waitForURL(`**${path}`)
}

/** Names of the program where words for people belong: in headings, labels and buttons. */
async function check_words(name, language) {
  const bare = await page.$$eval('main h1, main h2, main th, main dt, main label, main legend, main button, main .el-tag', (parts, chinese) =>
    parts
      .map((part) => part.innerText.trim())
      .filter((text) => /^[a-z]+([_.-][a-z]+)+$/.test(text) || (chinese && /^[a-z_]+$/.test(text))), language === 'zh-CN')
  check(`${name}: headings and buttons have words`, bare.length === 0, [...new Set(bare)].join(', '))
}

/** A page that one role has shown in English needs no second look in English. */
const seen_in_english = new Set()

async function walk(role) {
  await sign_in(role.username)
  await settle()
  const paths = await menu_paths()
  check(`${role.username}: sees its pages`, role.sees.every((path) => paths.includes(path)), paths.join())
  check(`${role.username}: sees no other's`, !role.never.some((path) => paths.includes(path)), paths.join())
  for (const language of role.both ? ['zh-CN', 'en'] : ['zh-CN']) {
    await use_language(language)
    for (const path of paths) {
      if (language === 'en' && path !== desk) {
        if (seen_in_english.has(path)) continue
        seen_in_english.add(path)
      }
      await open_page(path)
      const name = `${role.username}-${language}-${path.split('/').pop()}`
      await inspect(name, { sizes_shown: [desk, ledger].includes(path) ? Object.keys(sizes) : ['small'] })
      const missing = await page.locator('body').innerText()
      check(`${name}: every text has words`, !/\b(menu|desk|ledger|task|source|list|shell|role|summary|route|thing|thing_hint|case|form|value)\.[a-z_]+/.test(missing))
      await check_words(name, language)
      if (path === desk) {
        const summary = await page.locator('[data-figure="realised"]').count()
        check(`${name}: money summary only where it may be read`, (summary > 0) === role.summary)
      }
      if (path === ledger) {
        await check_ledger(name, '')
        await page.locator('.list__pages, .list__empty').last().scrollIntoViewIfNeeded()
        await page.screenshot({ path: join(shots, `${name}-rows.png`) })
        continue
      }
      const row = page.locator(`main .table tbody a[href^="${path}/"]`).first()
      if (path === desk || language === 'en' || (await row.count()) === 0) continue
      await row.click()
      await page.waitForURL(`**${path}/**`)
      await inspect(`${name}-one`, { sizes_shown: ['small'] })
      await check_words(`${name}-one`, language)
    }
  }
  await use_language('zh-CN')
  await sign_out()
}

/** An act is offered where the workflow has a row for the state, and only there. */
async function check_acts() {
  await sign_in('op.admin')
  await page.goto(`${base}/orders/O01`)
  await settle()
  const offered = await page.$$eval('.case__actions button', (buttons) => buttons.map((button) => button.innerText.trim()))
  const words = JSON.parse(readFileSync(new URL('../../web-static/src/locales/words.zh-CN.json', import.meta.url), 'utf8')).operation
  for (const id of ['suspendOrder', 'endOrder', 'acceptOrderExtension'])
    check(`a running order: ${id} is offered`, offered.includes(words[id]), offered.join())
  for (const id of ['acceptOrder', 'refuseOrder', 'resumeOrder'])
    check(`a running order: ${id} is not offered`, !offered.includes(words[id]), offered.join())
  await sign_out()
}

/** A developer fills a form of the console, is told what is missing, mends it, and sees what it made. */
async function check_form() {
  await sign_in('dev1')
  await open_page('/scenarios')
  await settle()
  await page.locator('.list__tools .el-button--primary').first().click()
  await page.waitForSelector('dialog[open]')
  await inspect('form-scenario')
  await page.fill('#field-name', '浏览器登记的场景')
  await page.selectOption('#field-purpose', 'industry')
  await page.fill('#field-field', '没有约定的领域')
  for (const name of ['value', 'feasibility', 'necessity']) await page.fill(`#field-${name}`, '说明')
  complaints = []
  await page.locator('dialog button[type="submit"]').click()
  await page.waitForSelector('dialog .error-panel')
  await inspect('form-refused', { expected_status: '422' })
  check('a refusal keeps what was typed', (await page.inputValue('#field-name')) === '浏览器登记的场景')
  await page.fill('#field-field', '金融')
  await page.locator('dialog button[type="submit"]').click()
  await page.waitForURL('**/scenarios/*')
  await settle()
  const shown = await page.locator('main').innerText()
  check('what was made is shown', shown.includes('浏览器登记的场景') && shown.includes('金融'), shown.slice(0, 300))
  await sign_out()
}

async function check_shell() {
  await sign_in('treasury')
  await page.locator('.tabs__tab').nth(1).click()
  await page.waitForURL('**tab=done')
  await inspect('desk-done')
  await page.locator('.tabs__tab').nth(1).press('ArrowRight')
  await page.waitForURL('**tab=mine')
  await inspect('desk-mine')
  await page.click('.shell__bar > .icon-button')
  await inspect('menu-folded')
  await page.click('.shell__bar > .icon-button')
  await page.click('.account')
  await page.waitForSelector('.account-card')
  await inspect('account-menu')
  await page.keyboard.press('Escape')
  await page.focus('.skip-link')
  await page.keyboard.press('Enter')
  check('the keyboard skips to the content', (await page.evaluate(() => document.activeElement?.id)) === 'content')
  await sign_out()
}

async function check_failures() {
  await sign_in('finance1')
  await settle()
  complaints = []
  const rows = (address) => address.pathname === '/api/v1/allocation-ledger'
  await page.route(rows, (call) =>
    call.fulfill({
      status: 422,
      contentType: 'application/problem+json',
      json: {
        type: 'urn:yunhe:problem:example',
        title: 'A rule does not allow this',
        status: 422,
        code: 'example',
        detail: 'The reason.',
        source: 'regulation',
        rule: 'term.valid_to',
        rule_pack: 'yangzhou-2024',
        article: 'Article 40',
        request_id: 'example-0001',
      },
    }),
  )
  await open_page(ledger)
  await page.waitForSelector('.error-panel')
  const told = await page.locator('.error-panel').innerText()
  check('a refusal names reason, rule, article and request', ['The reason.', 'yangzhou-2024', 'term.valid_to', 'Article 40', 'example-0001'].every((part) => told.includes(part)), told)
  await inspect('ledger-refused', { expected_status: '422' })
  await page.unroute(rows)
  await page.route(rows, (call) => call.abort())
  await page.locator('.error-panel button').click()
  await page.waitForFunction(() => !document.querySelector('.error-panel')?.innerText.includes('example-0001'))
  await page.waitForSelector('.error-panel')
  await inspect('ledger-without-network', { expected_status: 'ERR_FAILED' })
  await page.unroute(rows)
  await page.locator('.error-panel button').click()
  await page.waitForSelector('.list .list__tools')
  await settle()
  await check_ledger('after trying again', '')
  await sign_out()
}

async function check_filters() {
  await sign_in('finance1')
  await page.goto(`${base}${ledger}?product=P01`)
  await settle()
  const found = await check_ledger('filter in the address', '&product=P01')
  check('the filter stands in its field', (await page.inputValue('#allocation_ledger-product')) === 'P01')
  await page.fill('#allocation_ledger-product', 'NO-SUCH')
  await page.keyboard.press('Enter')
  await page.waitForURL('**product=NO-SUCH')
  await inspect('ledger-empty')
  // The chart, the sums and the rows.
  check('an empty result says so', (await page.locator('.list__empty').count()) === 3)
  await page.locator('.list__filter-buttons button').last().click()
  await page.waitForURL(`**${ledger}`)
  await settle()
  const all = await check_ledger('filters reset', '')
  check('the filter narrows', found.rows < all.rows || all.rows === 0)

  await page.locator('.list__tool-buttons button').first().click()
  await page.waitForSelector('.list__chooser')
  const before = await page.locator('.list .table thead th').count()
  await page.locator('.list__chooser .el-checkbox').first().click()
  await inspect('ledger-columns')
  check('a column can be taken away', (await page.locator('.list .table thead th').count()) === before - 1)
  await page.click('.list__chooser-reset')
  await page.keyboard.press('Escape')
  const periods = page.locator('#allocation_ledger-period option')
  const period = await periods.nth(1).getAttribute('value')
  await page.selectOption('#allocation_ledger-period', period)
  await page.waitForURL(`**period=${period}`)
  await settle()
  await check_ledger(`period ${period}`, `&period=${period}`)
  await page.locator('.list__filter-buttons button').last().click()
  await settle()
  await check_export()
  await sign_out()
}

async function check_sign_in_page() {
  await page.goto(`${base}${ledger}`)
  await page.waitForURL('**/sign-in?then=**')
  for (const language of ['zh-CN', 'en']) {
    await use_language(language)
    await inspect(`sign-in-${language}`)
    // A new name each time: the server makes a name wait that fails again and again.
    await fill_sign_in(`nobody.${Date.now()}`, 'not the password')
    await page.waitForSelector('.error-panel')
    const text = await page.locator('.error-panel').innerText()
    check(`sign-in-${language}: a refusal in the user's language`, /[\u4e00-\u9fff]/.test(text.split('\n')[0]) === (language === 'zh-CN'), text)
    await inspect(`sign-in-refused-${language}`, { expected_status: '401' })
  }
  await use_language('zh-CN')
  await sign_in('finance1')
  check('after signing in one is where one wanted to go', new URL(page.url()).pathname === ledger, page.url())
}

async function check_session_end() {
  await settle()
  await page.reload()
  await page.waitForSelector('.shell__bar')
  check('a reload keeps the session', new URL(page.url()).pathname === ledger, page.url())
  await settle()
  await page.goto(`${base}${ledger}?product=P01`)
  await settle()
  complaints = []
  await context.clearCookies()
  await page.locator('.list__tool-buttons button').last().click()
  await page.waitForURL('**/sign-in?then=**')
  check('an ended session is explained', (await page.locator('.sign-in__notice').count()) === 1)
  await inspect('session-ended', { expected_status: '401' })
  await sign_in('finance1')
  check('and one comes back to the page', page.url() === `${base}${ledger}?product=P01`, page.url())
  await page.goto(`${base}/no/such/page`)
  await page.waitForSelector('.not-found')
  await inspect('not-found')
  await sign_out()
  await sign_in('dev1')
  await page.goto(`${base}${ledger}`)
  await page.waitForSelector('.not-found')
  check('a page of another role is not found', true)
  await sign_out()
}

/** The public pages: without signing in, in both languages, as wide as a phone, and nothing from outside. */
async function check_portal() {
  const outside = []
  const note = (call) => {
    if (!call.url().startsWith(base) && !call.url().startsWith('data:')) outside.push(call.url())
  }
  page.on('request', note)
  await page.goto(`${base}/sign-in?tenant=${tenant}`)
  await page.click('.sign-in__public a')
  await page.waitForURL(`**/portal/${tenant}`)
  const pages = ['', '/notices', '/disclosures', '/products', '/products?q=企业', '/products/L-P01', '/parties', '/certificates', '/register']
  for (const lang of ['zh-CN', 'en']) {
    for (const path of pages) {
      await page.goto(`${base}/portal/${tenant}${path}`)
      await use_language(lang)
      const name = `portal-${lang}-${path.replace(/[^a-zA-Z0-9-]+/g, '') || 'front'}`
      await inspect(name, { sizes_shown: ['small'] })
      await check_words(name, lang)
      await page.setViewportSize({ width: 390, height: 844 })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
      check(`${name}: fits a phone`, !sideways)
      await page.screenshot({ path: join(shots, `${name}-phone.png`) })
      await page.setViewportSize(sizes.wide)
    }
  }
  await use_language('zh-CN')
  await page.goto(`${base}/portal/${tenant}/products`)
  await page.fill('#portal-search', '企业')
  await page.keyboard.press('Enter')
  await page.waitForURL('**q=**')
  await page.locator('.card--row a').first().click()
  await page.waitForURL('**/products/L-*')
  await settle()
  check('portal: an offer shows its price', (await page.locator('.price__line').count()) > 0)
  await page.goto(`${base}/portal/${tenant}/disclosures`)
  await page.locator('.card button').first().click()
  await page.waitForSelector('.card__below')
  await page.goto(`${base}/portal/no-such-platform`)
  await page.waitForSelector('.error-panel')
  await inspect('portal-unknown', { expected_status: '404' })
  page.off('request', note)
  check('portal: nothing from outside', outside.length === 0, outside.join())
}

/** The bell, the search box with the keyboard alone, and the rule that a notification rests on. */
async function check_finding() {
  await page.goto(`${base}/sign-in`)
  await sign_in('op.admin')
  await settle()
  await page.focus('.search__input')
  await page.keyboard.type('企业')
  await page.waitForSelector('.search__choices li')
  await inspect('search-suggestions', { sizes_shown: ['small'] })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/(products|resources)\//)
  await page.focus('.search__input')
  await page.keyboard.type('企业')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/search?q=**')
  await inspect('search-results', { sizes_shown: ['small'] })
  await page.click('.bell > button')
  await page.waitForSelector('.bell__panel')
  await inspect('bell', { sizes_shown: ['small'] })
  await page.keyboard.press('Escape')
  check('the bell closes with the keyboard', (await page.locator('.bell__panel').count()) === 0)
  await page.goto(`${base}/notifications`)
  await inspect('notifications', { sizes_shown: ['small'] })
  await page.locator('main a[href^="/rule-packs/"]').first().click()
  await page.waitForSelector('.rules__here')
  await inspect('rule-pack', { sizes_shown: ['small'] })
  await page.selectOption('#rules-use', 'ended')
  check('rules that ended are listed', (await page.locator('.rules tbody tr').count()) > 0)
  await sign_out()
}

/** A developer's front door: the checklist, a key that is shown once, samples that run with it, the documentation. */
async function check_front_door() {
  await sign_in('dev1')
  await open_page('/start')
  await inspect('start', { sizes_shown: ['small'] })
  check('the checklist knows what is done', (await page.locator('.start [data-mark="done"]').count()) >= 6)
  await open_page('/api-keys')
  await settle()
  await page.locator('main .panel .el-button--primary').first().click()
  await page.fill('#key-name', `samples ${Date.now()}`)
  await page.locator('main form button[type="submit"]').click()
  await page.waitForSelector('[data-figure="api_key"]')
  const key = (await page.textContent('[data-figure="api_key"]')).trim()
  await inspect('api-key-made', { sizes_shown: ['small'] })
  const now = await page.evaluate(async () => (await (await fetch('/api/v1/session')).json()).tenant.now)
  const folder = fileURLToPath(new URL('../../docs/samples/', import.meta.url))
  const programs = [
    ['bash', 'report_usage.sh'],
    ['python3', 'report_usage.py'],
    ['java', 'ReportUsage.java'],
    ['go', 'run', 'report_usage.go'],
  ]
  for (const [program, ...rest] of programs) {
    const run = spawnSync(program, rest, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 600_000,
      env: { ...process.env, YUNHE_URL: base, YUNHE_KEY: key, YUNHE_ORDER: 'O01', YUNHE_METER: 'calls', YUNHE_TIME: now },
    })
    check(`sample for ${program}`, run.status === 0 && run.stdout.includes('accepted'), `${run.error ?? ''} ${run.stdout} ${run.stderr}`.slice(0, 500))
  }
  await page.goto(`${base}/usage`)
  await inspect('usage', { sizes_shown: ['small'] })
  await page.goto(`${base}/docs/samples`)
  await inspect('docs-samples', { sizes_shown: ['small'] })
  await page.goto(`${base}/docs`)
  await page.waitForSelector('.opblock-tag')
  await inspect('docs', { sizes_shown: ['small'] })
  await page.locator('#operations-tag-orders').click()
  await page.waitForSelector('.opblock-summary')
  await inspect('docs-open', { sizes_shown: ['small'] })
  await page.goto(`${base}/desk`)
  await page.waitForSelector('.shell__bar')
  await sign_out()
}

/** The page behind a certificate's QR code: without signing in, in both languages, on a phone. */
async function check_verify_page() {
  await sign_in('dev1')
  const number = await page.evaluate(async () => {
    const products = (await (await fetch('/api/v1/products')).json()).data
    return products.find((product) => product.certificate_number).certificate_number
  })
  await sign_out()
  const shown_state = (state) => page.waitForSelector(`[data-state="${state}"]`)
  for (const lang of ['zh-CN', 'en']) {
    await page.goto(`${base}/verify/${tenant}/${number}`)
    await shown_state('valid')
    await use_language(lang)
    check(`verify ${lang}: the number is shown`, (await page.textContent('.verify__facts')).includes(number))
    const drawn = await page.$eval('.verify__code', (code) => code.complete && code.naturalWidth > 0)
    check(`verify ${lang}: the code is drawn`, drawn)
    await page.setViewportSize({ width: 390, height: 844 })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    check(`verify ${lang}: fits a phone`, !sideways)
    await page.screenshot({ path: join(shots, `verify-${lang}-phone.png`) })
    await inspect(`verify-${lang}`)
  }
  await page.fill('#verify-number', 'DJ-2026-999999')
  await page.click('.verify__form button')
  await shown_state('unknown')
  check('verify: what the page shows has its own address', page.url().endsWith('/DJ-2026-999999'))
  await inspect('verify-unknown', { expected_status: '404' })
  await page.goto(`${base}/verify/no-such-tenant/${number}`)
  await shown_state('unknown')
  await inspect('verify-no-tenant', { expected_status: '404' })
  await page.goto(`${base}/verify/${tenant}`)
  await page.waitForSelector('#verify-number')
  check('verify: without a number it asks for one', (await page.locator('[data-state]').count()) === 0)
  await use_language('zh-CN')
}

const parts = {
  session: async () => {
    await check_sign_in_page()
    await check_session_end()
  },
  ...Object.fromEntries(roles.map((role) => [`walk:${role.username}`, () => walk(role)])),
  shell: check_shell,
  failures: check_failures,
  filters: check_filters,
  acts: check_acts,
  form: check_form,
  verify_page: check_verify_page,
  portal: check_portal,
  finding: check_finding,
  front_door: check_front_door,
}
const wanted = process.argv.slice(2)
for (const name of wanted) check(`there is a part ${name}`, name in parts)

let broken = false
try {
  await page.goto(`${base}/sign-in`)
  for (const [name, part] of Object.entries(parts)) if (!wanted.length || wanted.includes(name)) await part()
} catch (failure) {
  broken = true
  check('the walk came to its end', false, String(failure.stack ?? failure))
  await page.screenshot({ path: join(shots, 'broken.png') }).catch(() => undefined)
} finally {
  await context.close()
  rmSync(user_data, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || broken ? 1 : 0)
