const syllables =
  'あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto なna にni ぬnu ねne のno ' +
  'はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn ' +
  'がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo';
const sounds = new Map(syllables.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
const glides: Readonly<Record<string, string>> = { ゃ: 'ya', ゅ: 'yu', ょ: 'yo' };
const endings = /(?<=.)(し|く|ちょう|まち|むら|そん)$/;

/** A reading in Hepburn letters as signs have it, without long marks: わじまし → Wajima-shi. For who cannot read kana. */
export function toRomaji(kana: string): string {
  return kana
    .split(' ')
    .map((word) => capital(letters(word.replace(endings, ' $1')).replace(' ', '-')))
    .join(' ');
}

function letters(kana: string): string {
  let text = '';
  for (const sign of kana) {
    const glide = glides[sign];
    if (glide) text = text.replace(/i$/, '') + (/(sh|ch|j)i$/.test(text) ? glide.slice(1) : glide);
    else if (sign === 'ー') continue;
    else text += sign === 'っ' ? "'" : (sounds.get(sign) ?? sign);
  }
  const doubled = text.replace(/'(ch|.)/g, (_, next: string) => (next === 'ch' ? 'tch' : next + next));
  return doubled
    .replace(/ou(?!$)|ou$/g, 'o')
    .replace(/uu/g, 'u')
    .replace(/oo/g, 'o');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
