# Amasaku y'Igishinwa.

mandarin-welcome = Murakaza neza mu isomo ry'amasaku y'Igishinwa. Ndavuga ijambo, urisubiremo, nkubwire isaku numvise. Kanda 1 wongere wumve ijambo, 2 rivugwe buhoro, 3 urisimbuke.
mandarin-welcome-back = Murakaza neza na none mu masaku y'Igishinwa.
mandarin-shape-1 = Isaku rya 1 riri hejuru kandi riringaniye, nk'ijwi rirerire utajegeza.
mandarin-shape-2 = Isaku rya 2 rizamuka, nk'igihe ubaza uti: iki?
mandarin-shape-3 = Isaku rya 3 riri hasi. Tangira hasi ugume hasi.
mandarin-shape-4 = Isaku rya 4 rimanuka vuba riva hejuru rijya hasi, nk'uvuga oya akomeje.
mandarin-shape-5 = Isaku ritagira uburemere ni rigufi kandi riroroshye.
mandarin-tone-1 = isaku rya 1
mandarin-tone-2 = isaku rya 2
mandarin-tone-3 = isaku rya 3
mandarin-tone-4 = isaku rya 4
mandarin-tone-5 = isaku ryoroshye

mandarin-say = Umva, hanyuma urivuge: { $gloss }.
mandarin-say-again = Ongera urivuge: { $gloss }.
mandarin-say-now = Noneho vuga.
mandarin-say-clearly = Tegereza ndangize, hanyuma urivuge neza, wegereye telefone.
mandarin-keys = Sindimo kukumva neza. Kanda 1 wumve ijambo wongere ugerageze, 2 rivugwe buhoro, cyangwa 3 urisimbuke.

mandarin-praise-1 = Ni byiza cyane. Ubonye amanota { $score }.
mandarin-praise-2 = Wabivuze neza cyane. Ubonye amanota { $score }.
mandarin-praise-3 = Ni byo rwose. Ubonye amanota { $score }.
mandarin-nearly = Uri hafi kubimenya.
mandarin-heard = Numvise { $heard }, ariko hakwiye kuba { $expected }.
mandarin-heard-at = Ku mugemo wa { $place } numvise { $heard }, ariko hakwiye kuba { $expected }.
mandarin-weak = Ni { $expected }, ariko ntirirumvikana neza.
mandarin-weak-at = Umugemo wa { $place } ni { $expected }, ariko ntirirumvikana neza.
mandarin-sandhi-third = Imbere y'irindi saku rya 3, isaku rya 3 rizamuka nk'irya 2.
mandarin-sandhi-change = Muri iri jambo, uwo mugemo uhindura isaku.
mandarin-good-enough = Ni byiza, uri hafi. Tuzarigarukaho.
mandarin-move-on = Iri jambo risaba igihe. Turiretse, tuzarigarukaho.
mandarin-move-on-unheard = Iryo sinabashije kuryumva. Reka tugerageze irindi.
mandarin-skipped = Nta kibazo, reka dufate irindi.

mandarin-advice-keep-level = Gumisha ijwi ku rwego rumwe kugeza ku iherezo.
mandarin-advice-start-higher = Tangirira hejuru kurushaho, ugumeyo.
mandarin-advice-rise-more = Zamura ijwi kurushaho.
mandarin-advice-rise-sooner = Tangira kuzamura ijwi hakiri kare.
mandarin-advice-start-lower = Tangirira hasi kurushaho.
mandarin-advice-stay-low = Tangira hasi ugume hasi.
mandarin-advice-fall-further = Manura ijwi kurushaho, urigeze hasi.
mandarin-advice-start-high-then-fall = Tangirira hejuru, umanure vuba.
mandarin-advice-shorten-it = Rigire rigufi kandi ryoroshye.

mandarin-reject-silence = Sinakumvise. Vuga maze kurangiza.
mandarin-reject-not-speech = Numvise urusaku, ariko nta jwi. Ongera ugerageze.
mandarin-reject-too-short = Byari bigufi cyane. Tinda ku ijwi gato.
mandarin-reject-too-long = Byari birebire. Vuga ijambo ryonyine.
mandarin-reject-too-few-syllables = Hari umugemo ntumvise. Vuga ijambo ryose.
mandarin-reject-too-many-syllables = Numvise ibirenze ijambo. Vuga ijambo ryonyine, rimwe.
mandarin-reject-too-noisy = Aho uri hari urusaku. Jya ahatuje, cyangwa upfukirane telefone n'ikiganza.
mandarin-reject-too-quiet = Uravuga buhoro cyane. Zamura ijwi gato, wegere telefone.
mandarin-reject-clipped = Ijwi riranguruye cyane. Igiza telefone hirya gato.
mandarin-reject-concealed = Umurongo wacikaguritse. Ongera urivuge.

mandarin-set-done = Urangije amagambo { $total }. Ayo wavuze neza ni { $right }.
mandarin-set-perfect = Amagambo { $total } yose wayavuze neza. Ni byiza cyane!
mandarin-practise = Rimwe na rimwe uvuga { $heard } aho kuvuga { $expected }. Tuzabyitozaho.
mandarin-go-on = Dufate andi magambo atanu? Niba ari yego, kanda 1. Niba ushaka urutonde rw'amasomo, kanda 2.
mandarin-go-on-rephrased = Urashaka andi magambo atanu? Vuga yego cyangwa oya, cyangwa ukande 1 kuri yego na 2 kuri oya.
mandarin-go-on-keys = Kanda 1 dufate andi atanu, cyangwa 2 ujye ku rutonde rw'amasomo.
mandarin-go-on-text = Dufate andi atanu? Subiza 1 niba ari yego, 2 ujye ku rutonde.
mandarin-leave = Wakoze neza. Aho ugeze mu Gishinwa harabitswe.
mandarin-help = Subiramo buri jambo mvuze. Kanda 1 wongere uryumve, 2 rivugwe buhoro, 3 urisimbuke.
mandarin-help-ear = Umva ijambo, ukande umubare w'isaku ryaryo, kuva kuri 1 kugeza kuri 4. Irya 1 riraringaniye, irya 2 rirazamuka, irya 3 riri hasi, irya 4 riramanuka.
mandarin-help-text = Karinganiye ni 1, kazamuka 2, kagonze 3, kamanuka 4. SIMBUKA cyangwa MENU.
mandarin-progress = Mu Gishinwa ugeze ku mutwe wa { $unit } kuri { $units }, kandi wavuze neza amagambo { $known } kuri { $total }.

mandarin-text-intro = Hamagara, cyangwa wohereze ijwi kuri WhatsApp, numve amasaku. Hano turayasoma.
mandarin-note-again = Ongera wohereze ijwi uvuga { $word } ({ $gloss }).
mandarin-ear-intro = Kuri iyi telefone sinshobora kukumva, none umva wowe: ni irihe saku wumva?
mandarin-quiz = { $gloss } ni { $word } mu rihe saku? Subiza 1-4.
mandarin-quiz-hint = Karinganiye ni 1, kazamuka 2, kagonze 3, kamanuka 4.
mandarin-quiz-answer = Ni { $tone }.
mandarin-quiz-reply = Subiza 1, 2, 3 cyangwa 4.
mandarin-ear = Iri ni irihe saku?
mandarin-ear-press = Kanda 1, 2, 3 cyangwa 4.
mandarin-ear-hint = Riringaniye ni 1, rizamuka 2, riri hasi 3, rimanuka 4.
mandarin-right = Ni byo!
mandarin-wrong = Si byo neza.
mandarin-quiz-meaning = { $word } bivuga iki?
mandarin-quiz-means = { $word } bivuga { $gloss }.
mandarin-try-again = Ongera ugerageze.
mandarin-ear-meaning = Umva. Ibi bivuga iki? Kanda umubare wabyo.
mandarin-unit = Umutwe wa { $n }: { $title }.
mandarin-next = Mu Gishinwa hakurikiraho umutwe wa { $n }: { $title }.
