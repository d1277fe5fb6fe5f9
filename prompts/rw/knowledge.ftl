# Ubumenyi rusange.

knowledge-welcome = Reka turebe ibyo uzi ku isi.
knowledge-welcome-back = Murakaza neza mu bumenyi rusange. Dore ikibazo twari tugezeho.
knowledge-topics = Nkubaze ku ki?
knowledge-topics-again = Vuga icyo ushaka ko nkubazaho, cyangwa ukande umubare wacyo.
knowledge-topics-keys = Hitamo ukanda umubare.
knowledge-topic-press = Kuri { $topic }, kanda { $n }.
knowledge-fact-press = Niba ushaka kumva ikintu gishya, kanda 8.
knowledge-topics-text = Nkubaze ku ki? Subiza 1 { $science }, 2 { $health }, 3 { $farming }, 4 { $civics }, 5 { $rwanda }, 6 { $region }, 7 { $mixed }, 8 ikintu gishya.
knowledge-topics-text-again = Subiza umubare: 1 { $science }, 2 { $health }, 3 { $farming }, 4 { $civics }, 5 { $rwanda }, 6 { $region }, 7 { $mixed }, 8 ikintu gishya.
knowledge-topic-science = siyansi
knowledge-topic-health = ubuzima
knowledge-topic-farming = ubuhinzi n'ubworozi
knowledge-topic-civics = uburere mboneragihugu
knowledge-topic-rwanda = u Rwanda
knowledge-topic-region = akarere kacu
knowledge-topic-mixed = byose bivanze
knowledge-topic-others = izindi nsanganyamatsiko
knowledge-topic-also = Cyangwa 9 { $topic }.
knowledge-topics-added-text = Nkubaze ku ki? Subiza { $options }.
knowledge-going = Ni byiza: { $topic }.
knowledge-new-set = Reka dukomeze.

knowledge-number = Umubare wa { $n }: { $text }.
knowledge-option = { $n } { $text }
knowledge-option-pair = { $first }; { $second }
knowledge-options = { $options }.
knowledge-again = Kanda umubare w'igisubizo, cyangwa ukivuge mu magambo yawe.
knowledge-keys = Kanda umubare w'igisubizo.
knowledge-again-text = Subiza umubare w'igisubizo.
knowledge-unfound = Sinabonye igisubizo muri ibyo. Ongera wumve:
knowledge-unfound-text = Sinabonye igisubizo muri ibyo. Subiza umubare w'igisubizo, cyangwa simbuka.

knowledge-right = Ni byo.
knowledge-wrong = Si byo.
knowledge-answer = Igisubizo ni: { $answer }.
knowledge-passed = Nta kibazo, icyo turakiretse.
knowledge-hint = Si iki: { $choice }.
knowledge-did-you-know = Wari ubizi?
knowledge-set-done = Ibibazo byari { $total }. Ibyo wasubije neza ni { $right }.
knowledge-set-perfect = Ibibazo { $total } byose wabisubije neza. Ni byiza cyane!

knowledge-more = Dukore ibindi bitanu? Niba ari yego, kanda 1. Niba ushaka ikindi cyiciro, kanda 2. Niba ushaka urutonde rw'amasomo, kanda 3.
knowledge-more-again = Vuga yego, hindura cyangwa urutonde, cyangwa ukande 1, 2 cyangwa 3.
knowledge-more-keys = Kanda 1 dukore ibindi bitanu, 2 uhindure icyiciro, 3 ujye ku rutonde.
knowledge-more-text = Dukore ibindi bitanu? Subiza 1 niba ari yego, 2 uhindure icyiciro, 3 ujye ku rutonde.
knowledge-more-facts = Nkubwire ikindi kintu? Yego, kanda 1. Ibibazo ku nsanganyamatsiko, kanda 2. Urutonde, kanda 3.
knowledge-more-facts-text = Nkubwire ikindi? Subiza 1 yego, 2 ibibazo, 3 urutonde.
knowledge-leave = Wakoze neza. Ibyo utamenye bizagaruka ubutaha.
knowledge-help = Kanda umubare w'igisubizo cyangwa ukivuge. Vuga kuki wumve impamvu, hindura uhindure icyiciro, simbuka dukomeze.
knowledge-help-text = Subiza umubare w'igisubizo. SIMBUKA irakomeza, HINDURA ihindura icyiciro, MENYA ikubwira ikintu gishya, MENU yerekana amasomo.
knowledge-progress = Mu bumenyi rusange wasubije neza { $right } kuri { $asked }, kandi { $learned } urabizi neza.
knowledge-next = Ubutaha mu bumenyi rusange: { $topic }.
knowledge-tip = Ibaze impamvu y'igisubizo. Icyo ushobora gusobanurira inshuti ntukibagirwa.
knowledge-ask-more = Mbaza ikindi, cyangwa ukande umubare w'insanganyamatsiko. Kugira ngo uzumve, vuga insanganyamatsiko.
knowledge-ask-more-text = Mbaza ikindi, cyangwa usubize umubare w'insanganyamatsiko.
