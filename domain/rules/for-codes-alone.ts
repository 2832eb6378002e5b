import type { Includable } from '../entities.ts'

/** A run that only reads codes: somebody has connected, or wants to have read again what is fresh enough for anybody else. */
export const forCodesAlone = (include: readonly Includable[]): boolean => include.every((what) => what === 'codes')
