/** How a threshold's comparison is written. */
export const OPERATORS = { '>=': '≥', '>': '>', '<=': '≤', '<': '<' } as const;
