import { expect, test } from 'vitest'
import { dateTimeFormat, numberFormat, pluralRules, regionNames } from './formats.ts'

test('a format is made once for each language and each set of options', () => {
  expect(numberFormat('de')).toBe(numberFormat('de'))
  expect(numberFormat('de')).not.toBe(numberFormat('en'))
  expect(numberFormat('en', { style: 'percent' }).format(0.5)).toBe('50%')
  expect(numberFormat('en').format(0.5)).toBe('0.5')
  expect(dateTimeFormat('de', { month: 'long' }).format(new Date('2026-11-15'))).toBe('November')
  expect(dateTimeFormat('de', { month: 'short' })).toBe(dateTimeFormat('de', { month: 'short' }))
  expect(regionNames('ja')('JP')).toBe('日本')
  expect(pluralRules('ar')).toBe(pluralRules('ar'))
  expect(pluralRules('ar').select(2)).toBe('two')
})

test('however many languages are asked for, only so many formats are kept', () => {
  const first = numberFormat('fr')
  for (let i = 0; i < 1000; i++) numberFormat(`fr-x-a${i}`)
  expect(numberFormat('fr')).not.toBe(first)
})
