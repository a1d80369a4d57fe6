// The framework looks for one in the folders above when there is none here, and would find the product's.
export function register() {}
