# Inkuru n'ibibazo.

comprehension-welcome = Reka twumve inkuru. Ndayivuga mu bice, hanyuma nkubaze ibibazo.
comprehension-welcome-text = Reka dusome inkuru, igice ku kindi. Hanyuma nkubaze.
comprehension-welcome-back = Murakaza neza, dukomeze inkuru yacu.
comprehension-title = Inkuru: { $title }. Urwego rwa { $level } kuri 5.
comprehension-title-ask = Kanda 1 uyumve, cyangwa 2 uhitemo indi nkuru.
comprehension-title-ask-text = 1: yisome. 2: indi nkuru.
comprehension-part-ask = Kanda 1 dukomeze, 2 wongere wumve iki gice, 9 wumve amagambo akomeye.
comprehension-part-on = Kanda 1 dukomeze.
comprehension-part-text = 1: komeza.
comprehension-part-reply = Subiza 1 dukomeze, 2 wongere usome iki gice, 9 usobanurirwe amagambo akomeye.
comprehension-last-ask = Inkuru irarangiye. Kanda 1 ujye ku bibazo, cyangwa 2 wongere wumve igice cya nyuma.
comprehension-last-text = 1: ibibazo.
comprehension-no-words = Iyi nkuru nta magambo akomeye irimo.

comprehension-number = Ikibazo cya { $n }.
comprehension-choose = Subiza mu magambo yawe, cyangwa ukande umubare.
comprehension-press = Kanda umubare w'igisubizo cyawe.
comprehension-reply = Subiza umubare, cyangwa mu magambo yawe.
comprehension-choices-text = ONGERA: amahitamo.
comprehension-choices = Vuga ongera ubone amahitamo.
comprehension-opinion = Hano nta gisubizo kibi. Vuga icyo utekereza n'impamvu.

comprehension-right = Ni byo.
comprehension-right-second = Yego, noneho ubibonye.
comprehension-not-yet = Si byo neza.
comprehension-look = Inkuru iravuga iti: { $text } Ongera ugerageze.
comprehension-narrow = Ni kimwe muri ibi bibiri.
comprehension-partly = Igice kimwe ni cyo, ariko hari ikibura. Tekereza kuri: { $word }.
comprehension-nearly = Wari ufite igice cyacyo.
comprehension-wrong = Si byo.
comprehension-answer = Igisubizo ni: { $text }.
comprehension-skipped = Nta kibazo.
comprehension-chosen = Wahisemo: { $text }.
comprehension-reasoned = Uvuze icyo utekereza n'impamvu. Ni byiza.
comprehension-thanks = Urakoze kuvuga icyo utekereza.
comprehension-why-ask = Mbwira impamvu ubitekereza. Tangira uti: kubera ko.
comprehension-asked = Ibyo sinabivugaho byinshi. Tega amatwi neza: inkuru ishobora kubivuga.

comprehension-done = Inkuru irarangiye. Wasubije neza { $right } kuri { $asked }.
comprehension-harder = Inkuru ikurikira irakomeye ho gato.
comprehension-easier = Inkuru ikurikira iroroshye ho gato.
comprehension-offer = Indi nkuru? Niba ari yego, kanda 1. Niba ushaka urutonde rw'amasomo, kanda 2.
comprehension-offer-keys = Kanda 1 wumve indi nkuru, cyangwa 2 ujye ku rutonde rw'amasomo.
comprehension-offer-text = Indi nkuru? 1: yego. 2: urutonde.
comprehension-leave = Wasomye neza. Aho ugeze mu nkuru harabitswe.
comprehension-help = Kanda 1 dukomeze, 2 wongere wumve, 9 wumve amagambo akomeye. Vuga indi niba ushaka indi nkuru.
comprehension-help-text = 1: komeza. 2: ongera. 9: amagambo akomeye. INDI: indi nkuru.
comprehension-help-question = Subiza mu magambo yawe cyangwa ukande umubare. Vuga amagambo usobanurirwe, cyangwa simbuka wumve igisubizo.
comprehension-help-question-text = Subiza mu magambo yawe cyangwa umubare. AMAGAMBO: amagambo akomeye. SIMBUKA: igisubizo.
comprehension-progress = Umaze gusoma inkuru { $read } kuri { $total }, wasubije neza ibibazo { $right } kuri { $asked }.
comprehension-next = Hakurikiraho inkuru { $title }, urwego rwa { $level } kuri 5.
comprehension-tip-fact = Igisubizo kiri mu nkuru. Tega amatwi amazina, imibare n'ahantu, wongere wumve igice niba ubikeneye.
comprehension-tip-inference = Igisubizo ntikivugwa mu magambo. Ibaze uti: bakoze iki, kandi bigaragaza iki?
comprehension-tip-opinion = Vuga icyo utekereza, uvuge uti kubera ko, hanyuma uvuge ikintu cyo mu nkuru.

title-comprehension = gusoma
hints-story = komeza, ongera, amagambo, indi, yego, oya, rimwe, kabiri, icyenda, urutonde, hagarika
list-option = { $n }: { $text }.
list-word = { $word }: { $meaning }.
