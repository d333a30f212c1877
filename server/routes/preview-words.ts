/** What a link says of itself in a messenger. `{who}` is the name as the link has it, `{handle}` a handle with its @. */
export type PreviewWords = {
  readonly app: string;
  readonly invite: string;
  readonly inviteNameless: string;
  readonly inviteWhat: string;
  readonly handle: string;
  readonly handleWhat: string;
};

/** Languages of previews. A mark for easy Japanese is nothing that a browser or a crawler sends. */
export type PreviewLanguage = 'ja' | 'en';

/** In both languages; the screens behind have their own catalogues. */
export const previewWords: Readonly<Record<PreviewLanguage, PreviewWords>> = {
  ja: {
    app: 'たより',
    invite: '{who}さんからの招待',
    inviteNameless: 'マイともの招待',
    inviteWhat: 'リンクには「{who}」と書かれています。本人かどうかは、だれも確かめていません。',
    handle: '{handle} とマイともになる',
    handleWhat: '「たより」で、この ID の人にマイともを申請できます。だれのものかは、ひらくとわかります。',
  },
  en: {
    app: 'Tayori',
    invite: 'Invitation from {who}',
    inviteNameless: 'Invitation to be friends',
    inviteWhat: 'The link says “{who}”. Nobody has checked who that is.',
    handle: 'Be friends with {handle}',
    handleWhat: 'Ask whoever has this handle on Tayori. Open it to see who that is.',
  },
};
