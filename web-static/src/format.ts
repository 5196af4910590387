/** How figures and dates look. Amounts stay texts: no binary fraction ever touches them. */

/** "-1234.5" -> "-1,234.5". What isn't a plain decimal is shown as it is. */
export function grouped(decimal: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(decimal)
  if (!match) return decimal
  return match[1] + match[2].replace(/\B(?=(\d{3})+$)/g, ',') + (match[3] ?? '')
}

export function is_negative(decimal: string): boolean {
  return decimal.startsWith('-') && /[1-9]/.test(decimal)
}

const share_places = 4

/**
 * An exact share: at least two decimals, more only where they count ("901.3625"). An endless one comes
 * as a fraction and is shown rounded and marked: "\u2248901.3612".
 */
export function exact(share: string): string {
  const fraction = /^(-?\d+)\/(\d+)$/.exec(share)
  if (fraction) return `\u2248${grouped(quotient(BigInt(fraction[1]), BigInt(fraction[2])))}`
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(share)
  if (!match) return share
  return grouped(`${match[1]}.${(match[2] ?? '').replace(/0+$/, '').padEnd(2, '0')}`)
}

/** Rounded half away from zero to `share_places`. REQUIRES: divisor > 0. */
function quotient(dividend: bigint, divisor: bigint): string {
  const size = dividend < 0n ? -dividend : dividend
  const scaled = (size * 10n ** BigInt(share_places) * 2n + divisor) / (divisor * 2n)
  const digits = String(scaled).padStart(share_places + 1, '0')
  return `${dividend < 0n ? '-' : ''}${digits.slice(0, -share_places)}.${digits.slice(-share_places)}`
}

function fen_of(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}

/** Percent with two decimals, e.g. "19.96"; empty where there is nothing to compare with. */
export function percent_of(part: string, whole: string): string {
  const total = fen_of(whole)
  if (total === 0n) return ''
  const scaled = (fen_of(part) * 20000n) / total
  const rounded = (scaled + (scaled < 0n ? -1n : 1n)) / 2n
  const digits = String(rounded < 0n ? -rounded : rounded).padStart(3, '0')
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const china_offset_ms = 8 * 3600 * 1000

/** RFC 3339 UTC -> "2026-11-21 09:00" in UTC+8, whatever the browser's zone. */
export function minute_text(timestamp: string): string {
  if (!timestamp) return ''
  const shifted = new Date(Date.parse(timestamp) + china_offset_ms)
  return shifted.toISOString().slice(0, 16).replace('T', ' ')
}

export function date_text(timestamp: string): string {
  return minute_text(timestamp).slice(0, 10)
}

/** The month of `timestamp` in UTC+8 and those before it, latest first: "2026-11", "2026-10" ... */
export function months_until(timestamp: string, count: number): string[] {
  const [year, month] = date_text(timestamp).split('-').map(Number)
  return Array.from({ length: count }, (_, back) => new Date(Date.UTC(year, month - 1 - back)).toISOString().slice(0, 7))
}

/** The exact sum of amounts ("1234.50"), as such a text. */
export function fen_sum(amounts: string[]): string {
  const sum = amounts.reduce((total, amount) => total + fen_of(amount), 0n)
  const digits = String(sum < 0n ? -sum : sum).padStart(3, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
