// Fails when the two languages don't have the same keys and the same {places}, when a text is empty,
// when the source names a key that doesn't exist, when a key is used nowhere, or when a Chinese
// text stands in the source instead of in the locale files.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src', import.meta.url))
const complaints = []

function flatten(object, prefix, into) {
  for (const [key, value] of Object.entries(object)) {
    const path = prefix ? `${prefix}.${key}` : key
    if (typeof value === 'object') flatten(value, path, into)
    else into.set(path, value)
  }
  return into
}
const read = (name) =>
  flatten(JSON.parse(readFileSync(join(source, 'locales', `${name}.json`), 'utf8')), '', new Map())
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join()

const chinese = read('zh-CN')
const english = read('en')
for (const [key, text] of chinese) {
  if (!english.has(key)) complaints.push(`en.json lacks ${key}`)
  else if (places(text) !== places(english.get(key))) complaints.push(`${key}: the places differ`)
  if (!text.trim()) complaints.push(`zh-CN.json: ${key} is empty`)
}
for (const [key, text] of english) {
  if (!chinese.has(key)) complaints.push(`zh-CN.json lacks ${key}`)
  if (!text.trim()) complaints.push(`en.json: ${key} is empty`)
  if (/[\u4e00-\u9fff]/.test(text) && key !== 'shell.other_language')
    complaints.push(`en.json: ${key} has Chinese in it`)
}

// A key is used when the source has it as a whole text, or by its prefix: t(`task.${name}`).
const texts = new Set()
const prefixes = new Set()
for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(ts|vue)$/.test(entry.name)) continue
  const path = join(entry.parentPath, entry.name)
  const code = readFileSync(path, 'utf8')
  if (/[\u4e00-\u9fff]/.test(code)) complaints.push(`${path} has a Chinese text`)
  for (const match of code.matchAll(/['"`]([a-z_]+(?:\.[a-z0-9_]+)+)['"`]/g)) texts.add(match[1])
  for (const match of code.matchAll(/`([a-z_]+\.[a-z0-9_.]*)\$\{/g)) prefixes.add(match[1])
  for (const match of code.matchAll(/\bt\(\s*['"]([^'"]+)['"]/g))
    if (!chinese.has(match[1])) complaints.push(`${path}: no text for ${match[1]}`)
}
for (const key of chinese.keys()) {
  const by_prefix = [...prefixes].some((prefix) => key.startsWith(prefix))
  if (!texts.has(key) && !by_prefix) complaints.push(`${key} is used nowhere`)
}

for (const complaint of complaints) console.error(complaint)
if (complaints.length) process.exit(1)
console.log(`locales: ${chinese.size} texts in both languages`)
