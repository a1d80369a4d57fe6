import type { Problem } from './plan'
import { asList } from './world'
import type { Target } from './types'

/**
 * Holds the matrix against the product's own list of what takes an id. Whatever was added to the product and not to
 * the matrix is found here, and so is a row that outlived its route.
 */
export const inventoryProblems = (target: Target): Problem[] => {
  const problems: Problem[] = []
  const listed = new Set(target.inventory.map(({ id }) => id))
  const exempt = target.exempt ?? {}
  if (listed.size === 0) problems.push({ where: 'inventory', what: 'it is empty: nothing says what must be covered' })
  for (const { id, params = [] } of target.inventory) {
    const routes = target.routes.filter((route) => asList(route.covers ?? route.id).includes(id))
    if (routes.length === 0 && exempt[id] === undefined)
      problems.push({ where: id, what: 'in the inventory and in no route of the matrix' })
    if (routes.length > 0 && exempt[id] !== undefined) problems.push({ where: id, what: 'exempt, and yet covered' })
    for (const param of routes.length > 0 ? params : []) {
      const swapped = routes.some((route) => route.params !== undefined && Object.hasOwn(route.params, param))
      if (!swapped) problems.push({ where: id, what: `no route swaps its parameter ${param}` })
    }
  }
  for (const id of target.routes.flatMap((route) => asList(route.covers ?? route.id))) {
    if (!listed.has(id)) problems.push({ where: id, what: 'in the matrix and not in the inventory' })
  }
  for (const id of Object.keys(exempt)) {
    if (!listed.has(id)) problems.push({ where: id, what: 'exempt and not in the inventory' })
  }
  return problems
}
