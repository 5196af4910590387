// Writes .gz and .br beside each file of dist, so that the server never compresses at run time.
// A variant that isn't smaller is left out.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const folder = fileURLToPath(new URL('../dist', import.meta.url))
const packed = /\.(gz|br|png|jpg|webp|woff2)$/
const sums = { plain: 0, gzip: 0, brotli: 0 }

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || packed.test(entry.name)) continue
  const path = join(entry.parentPath, entry.name)
  const text = readFileSync(path)
  const gzip = gzipSync(text, { level: 9 })
  const brotli = brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  })
  if (gzip.length < text.length) writeFileSync(`${path}.gz`, gzip)
  if (brotli.length < text.length) writeFileSync(`${path}.br`, brotli)
  sums.plain += text.length
  sums.gzip += Math.min(gzip.length, text.length)
  sums.brotli += Math.min(brotli.length, text.length)
}
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
console.log(`console: ${kilobytes(sums.plain)}, gzip ${kilobytes(sums.gzip)}, brotli ${kilobytes(sums.brotli)}`)
