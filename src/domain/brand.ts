// A brand keeps an item's id from standing where a site's belongs; it exists in the types alone.
declare const brand: unique symbol
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
