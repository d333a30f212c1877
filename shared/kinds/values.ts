// Numbers on the wire and their names, apart from the kinds that use them: screens need some of the names and nothing of the rest.

/** How a person is; the numbers are those on the wire. */
export const condition = { safe: 1, needsHelp: 2, injured: 3, needsRescue: 4 } as const;
/** Where a person is, in one word. */
export const whereabouts = { notSaid: 0, home: 1, shelter: 2, moving: 3, elsewhere: 4 } as const;
/** How near to the person who is spoken of the speaker stands. */
export const rung = { household: 1, desk: 2, acquaintance: 3, imported: 4 } as const;
/** What a sign of life rests on. */
export const evidence = { wrote: 1, opened: 2, checkedIn: 3, answered: 4 } as const;
/** Who may find a person by search. */
export const searchBy = { none: 0, friends: 1, twoFacts: 2 } as const;
/** Who may read a channel. */
export const audienceOf = { allFriends: 0, list: 1, none: 2 } as const;
/** How the writer of a voice feels; a number that this version does not know is kept, and not shown. */
export const mood = { calm: 1, glad: 2, thankful: 3, tired: 4, worried: 5, sad: 6, angry: 7 } as const;
/** What the bytes of a picture are. */
export const pictureType = { webp: 1, jpeg: 2, png: 3 } as const;
/** Greatest size of a picture in bytes. */
export const maxPictureBytes = 20_480;
/** What the bytes of a file in a conversation are: a picture, or a voice note in a container of its browser. */
export const fileType = { webp: 1, jpeg: 2, png: 3, webm: 16, ogg: 17, mp4: 18 } as const;
/** Greatest size of a file in a conversation in bytes. */
export const maxFileBytes = 61_440;
/** Greatest length of a voice note in milliseconds. */
export const maxSoundMs = 30_000;
/** Persons of one conversation. */
export const maxMembers = 100;
/** Why a body was erased. */
export const eraseReason = { withdrawn: 1, moderated: 2, expired: 3 } as const;
/** What someone needs; a tag that this version does not know is kept as its number. */
export const need = {
  water: 1,
  food: 2,
  medicine: 3,
  blanket: 4,
  toilet: 5,
  babyGoods: 6,
  wheelchair: 7,
  power: 8,
  transport: 9,
  interpreter: 10,
} as const;
