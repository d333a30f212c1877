/** What notices say that few people ever see; it comes with views/seldom-notices.tsx. */
export const noticesJa = {
  'say.otherTab': '別のタブで古い版がひらいています。',
  'say.otherTabWhy': '書いたものは残っています。ほかのタブを閉じると、続けられます。',
  'say.keysGone': 'この端末の保存が、ブラウザーに閉じられました。',
  'say.keysGoneWhy':
    '消されたかもしれません。書きかけの文は写しておいて、ひらき直してください。何が残っているか、そこでわかります。',
  'news.title': 'あなたの端末が変わりました。',
  'news.added': '「{name}」を加えました（{time}）。',
  'news.removed': '「{name}」を止めました（{time}）。',
  'news.sometime': '時刻はわかりません',
  'news.notYou': 'おぼえがないときは、はじめに使った端末でその端末を止めてください。',
  'news.look': '端末を見る',
  'news.seen': 'わかりました',
  'news.cut': 'この端末は止められました。',
  'news.cutWhat': 'あなたのほかの端末から止められたので、ここで書くものはだれにも届きません。',
  'news.cutSafe': 'ここにある文は残っています。写したり、自分・設定のファイルに取り出したりできます。',
  'news.cutOutbox': '届いていない文を見る',
  'news.forked': 'この端末は、もう一度加える必要があります。',
  'news.forkedWhy': '古い控えから戻されたようです。書いたものは届いていますが、いつもの端末でもう一度加えてください。',
  'news.forkedGo': 'もう一度加える',
} as const;
