import { useState } from 'react'
import type { SettingsReply } from '../../api/contract.ts'

type Settings = SettingsReply['settings']

/** Settings as a person has them in the form, on the ground of the version they were begun from. */
export interface SettingsDraft {
  draft: Settings
  change: (draft: Settings) => void
  /** The version that the draft was begun from. */
  ground: SettingsReply
  changed: boolean
  /** Somebody else has saved meanwhile; saving this draft would be refused. */
  overtaken: boolean
  /** Goes on from settings that were saved or read just now. */
  beginFrom: (saved: SettingsReply) => void
}

/** Keeps what a person has typed while the settings are read again; a form without changes follows what was read. */
export function useSettingsDraft(read: SettingsReply): SettingsDraft {
  const [ground, setGround] = useState(read)
  const [draft, change] = useState(read.settings)
  const changed = JSON.stringify(draft) !== JSON.stringify(ground.settings)
  const beginFrom = (saved: SettingsReply) => {
    setGround(saved)
    change(saved.settings)
  }
  const newer = read.version > ground.version
  if (newer && !changed) beginFrom(read)
  return { draft, change, ground, changed, overtaken: newer && changed, beginFrom }
}
