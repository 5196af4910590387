import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/**
 * Few requests, and a release renews few bytes: libraries change rarely, pages come when they are
 * opened, and what all pages share is one chunk.
 */
const groups = [
  { name: 'api-docs', test: /node_modules\/swagger-ui-dist\//, priority: 5 },
  { name: 'charts', test: /node_modules\/(echarts|zrender|tslib)\/|\/src\/charts\/engine/, priority: 5 },
  { name: 'vendor-base', test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify)\//, priority: 3 },
  { name: 'vendor', test: /node_modules\//, priority: 2 },
  { name: 'console', test: /\/src\/(?!pages\/|generated\/|locales\/words|main\.ts)/, priority: 1 },
]

export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'es2020',
    cssTarget: 'chrome87',
    cssCodeSplit: false,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
