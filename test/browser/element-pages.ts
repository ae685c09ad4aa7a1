// Pages of other houses that carry the elements: an article, in the languages and looks that its readers may have.
import { KEY } from './model-house.ts'

const STYLE = `
  :root { color-scheme: light dark; }
  body { max-inline-size: 46rem; margin-inline: auto; padding: 1.5rem; font: 1rem/1.6 system-ui, sans-serif;
    background: light-dark(#f5f8f3, #0f1412); color: light-dark(#15201a, #e9efe9); }
  h1 { line-height: 1.1; font-family: 'DejaVu Serif Condensed', serif; font-size: 2.25rem; margin: 0; }
  main { display: grid; gap: 1.75rem; grid-template-columns: minmax(0, 1fr); }
  .row { display: flex; flex-wrap: wrap; gap: 0.75rem; }
  p { margin: 0; }
`

/** @param attributes of the script, besides its key */
export const pageWith = (body: string, lang = 'en', attributes = ''): string => `<!doctype html>
<html lang="${lang}" dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Tides</title><style>${STYLE}</style>
<script defer src="/elements.js" data-key="${KEY}"${attributes}></script></head>
<body><main><h1>Tides</h1>${body}</main></body></html>`

export const everything = `
<p>Views: <house-count of="item:tides" measure="views">5,600</house-count> · <house-count of="tag:sea" words>10.7 billion views</house-count>
· <house-count of="item:tides" measure="rating">4.7</house-count> · <house-count of="creator:Ines Okafor" measure="followers" words>3.4M followers</house-count></p>
<div class="row"><house-like item="tides">3 likes</house-like> <house-follow item="tides">3.5M followers</house-follow></div>
<house-rating item="tides" histogram>Rating: 4.7 / 5 (47 voted)</house-rating>
<house-helpful item="tides">86% found this helpful</house-helpful>
<house-list name="top"><p><a href="/top">The articles that are read most</a></p></house-list>
<house-list name="latest"><p><a href="/latest">The latest</a></p></house-list>
<house-chart chart="series"><p><a href="/chart">Series of the week</a></p></house-chart>
<house-questions><p><a href="/questions">What readers ask</a></p></house-questions>
<house-questions><details data-item="why-tides"><summary>Why are there two tides a day?</summary><p>The Earth turns.</p></details></house-questions>`

export const elementPages = {
  '/all': pageWith(everything),
  '/all-de': pageWith(everything, 'de-CH'),
  '/all-ar': pageWith(everything, 'ar'),
  '/all-ja': pageWith(everything, 'ja'),
  '/votes': pageWith(`
    <p>Views: <house-count of="item:tides">5,600</house-count></p>
    <house-like item="tides"></house-like>
    <house-rating item="tides"></house-rating>
    <house-helpful item="tides"></house-helpful>`),
  '/like': pageWith('<house-like item="tides">3 likes</house-like>'),
  '/wrong-key': pageWith('<house-like item="tides" key="hcw_wrong">3 likes</house-like>'),
} as const
