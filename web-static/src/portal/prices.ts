/** A charge as people read it: one line for each step of the price. */
import { grouped } from '../format'
import { t, te } from '../i18n'
import type { Charge } from './api'

export interface PriceLine {
  /** Of how much the line speaks; empty: of all. */
  range: string
  price: string
}

/** "0.350000" -> "0.35", "30.000000" -> "30.00": at least two decimals. */
export function price_text(decimal: string): string {
  const [whole, part = ''] = decimal.split('.')
  return grouped(`${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`)
}

/** Common meters have words; others are shown by the name that the price plan gives them. */
export function meter_words(meter: string): string {
  const key = `meter.${meter}`
  return te(key) ? t(key) : meter
}

function steps(charge: Charge): PriceLine[] {
  let from = '0'
  return (charge.tiers ?? []).map((tier) => {
    const range = tier.up_to === null ? t('price.above', { from: grouped(from) }) : t('price.between', { from: grouped(from), to: grouped(tier.up_to) })
    from = tier.up_to ?? from
    const price = t('price.each', { price: price_text(tier.unit_price) })
    return { range, price: tier.flat_fee ? t('price.with_flat', { price, flat: price_text(tier.flat_fee) }) : price }
  })
}

function body_of(charge: Charge): PriceLine[] {
  switch (charge.model) {
    case 'graduated':
    case 'volume':
      return steps(charge)
    case 'package':
      return [{ range: '', price: t('price.package', { size: grouped(charge.package_size ?? ''), price: price_text(charge.unit_price ?? '0') }) }]
    case 'fixed':
      return [{ range: '', price: t('price.fixed', { amount: price_text(charge.amount ?? '0') }) }]
    case 'share':
      return [{ range: '', price: t('price.share', { percent: charge.percent ?? '' }) }]
    default:
      return [{ range: '', price: t('price.each', { price: price_text(charge.unit_price ?? '0') }) }]
  }
}

export function price_lines(charge: Charge): PriceLine[] {
  const lines = body_of(charge)
  if (charge.free_quantity) lines.unshift({ range: t('price.first', { quantity: grouped(charge.free_quantity) }), price: t('price.free') })
  if (charge.minimum) lines.push({ range: '', price: t('price.minimum', { amount: price_text(charge.minimum) }) })
  if (charge.maximum) lines.push({ range: '', price: t('price.maximum', { amount: price_text(charge.maximum) }) })
  return lines
}
