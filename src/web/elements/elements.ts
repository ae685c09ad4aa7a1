// The elements by their names: what `/elements.js` is made of. A page that loads it twice has them once.
import { HouseChart } from './house-chart.ts'
import { HouseCount } from './house-count.ts'
import { HouseHelpful } from './house-helpful.ts'
import { HouseList } from './house-list.ts'
import { HouseFollow, HouseLike } from './house-press.ts'
import { HouseQuestions } from './house-questions.ts'
import { HouseRating } from './house-rating.ts'

const ELEMENTS = {
  'house-chart': HouseChart,
  'house-count': HouseCount,
  'house-follow': HouseFollow,
  'house-helpful': HouseHelpful,
  'house-like': HouseLike,
  'house-list': HouseList,
  'house-questions': HouseQuestions,
  'house-rating': HouseRating,
}

for (const [name, element] of Object.entries(ELEMENTS))
  if (!customElements.get(name)) customElements.define(name, element)
