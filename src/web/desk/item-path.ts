// Where an item's page at the desk is. An id may hold whatever an address may, so it stands in the query.
export const itemPath = (site: string, id: string): string =>
  `/desk/catalogue/item?site=${site}&id=${encodeURIComponent(id)}`
