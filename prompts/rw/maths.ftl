# Imibare.

maths-welcome = Reka dukore imibare. Ndabaza, usubize ukanda imibare ya telefone cyangwa uvuga igisubizo.
maths-welcome-text = Reka dukore imibare. Ndabaza, usubize wandika umubare.
maths-welcome-back = Murakaza neza mu mibare. Dore ikibazo twari tugezeho.
maths-new-set = Reka dutangire.
maths-again = Ngiki ikibazo nanone.
maths-keys = Andika igisubizo ukoresheje imibare ya telefone.
maths-reply-number = Subiza wandika umubare.

maths-right-1 = Ni byo!
maths-right-2 = Wakoze neza, ni byo.
maths-right-3 = Yego, ni byo rwose.
maths-right-second = Yego, noneho ubibonye.
maths-not-yet = Si byo neza. Ongera ugerageze.
maths-before = Icyabanjirije iki:
maths-why-again = ONGERA: ikibazo cyawe.
maths-wrong = Si byo.
maths-skipped = Icyo turakiretse.
maths-answer = Igisubizo ni { $answer }.
maths-harder = Urabikora neza, ibikurikira biragoye ho gato.
maths-easier = Reka dufate ibyoroshye gato.
maths-set-done = Urangije ibibazo { $total }. Ibyo wakoze neza ni { $right }.
maths-set-all = Ibibazo { $total } byose wabikoze neza. Ibyo wabonye ku nshuro ya mbere ni { $first }.
maths-set-perfect = Ibibazo { $total } byose wabikoze neza. Ni byiza cyane!
maths-go-on = Dukore ibindi bitanu? Niba ari yego, kanda 1. Niba ushaka urutonde rw'amasomo, kanda 2.
maths-go-on-rephrased = Urashaka gukora ibindi bibazo bitanu? Vuga yego cyangwa oya, cyangwa ukande 1 kuri yego na 2 kuri oya.
maths-go-on-keys = Kanda 1 dukore ibindi bitanu, cyangwa 2 ujye ku rutonde rw'amasomo.
maths-go-on-text = Dukore ibindi bitanu? Subiza 1 niba ari yego, 2 ujye ku rutonde.
maths-leave = Wakoze neza. Aho ugeze mu mibare harabitswe.
maths-help = Kanda igisubizo cyangwa ukivuge. Vuga simbuka niba ushaka ikindi kibazo. Urwego rugusubiza ku rutonde rw'amasomo.
maths-help-text = Subiza wandika umubare. SIMBUKA iguha ikindi kibazo.
maths-progress = Mu mibare wakoze neza ibibazo { $correct } kuri { $attempted }. Urwego rwawe ni { $level }.
maths-level-1 = urwa 1 kuri 5, intangiriro
maths-level-2 = urwa 2 kuri 5, rworoshye
maths-level-3 = urwa 3 kuri 5, ruringaniye
maths-level-4 = urwa 4 kuri 5, rukomeye
maths-level-5 = urwa 5 kuri 5, rw'inzobere

maths-in-plain = { $n }
maths-in-francs = amafaranga { $n }
maths-in-minutes = { $n ->
    [one] umunota 1
   *[other] iminota { $n }
 }
maths-in-kilos = { $n ->
    [one] ikiro 1
   *[other] ibiro { $n }
 }
maths-in-grams = garama { $n }
maths-in-litres = litiro { $n }
maths-in-hours = { $n ->
    [one] isaha 1
   *[other] amasaha { $n }
 }

maths-work-add = { $a } wongeyeho { $b } ni { $c }.
maths-work-add-parts = { $a } wongeyeho { $tens } ni { $mid }, wongereho { $ones } bikaba { $c }.
maths-work-subtract = { $a } ukuyemo { $b } ni { $c }.
maths-work-subtract-parts = { $a } ukuyemo { $tens } ni { $mid }, wakuramo { $ones } hagasigara { $c }.
maths-work-multiply = { $a } gukuba { $b } ni { $c }.
maths-work-multiply-parts = { $tens } gukuba { $b } ni { $first }, { $ones } gukuba { $b } ni { $second }, byose hamwe ni { $c }.
maths-work-divide = { $b } gukuba { $c } ni { $a }, ubwo { $a } kugabanya { $b } ni { $c }.

maths-hint-steps = Birasaba gukora intambwe zirenze imwe.
maths-hint-add = Hera kuri { $a }, wongereho { $b }.
maths-hint-subtract = Hera kuri { $a }, ukuremo { $b }.
maths-hint-multiply = Fata { $a }, ukube { $b }.
maths-hint-divide = Ni uwuhe mubare ukuba { $b } ukabona { $a }?

maths-q-add = Teranya { $a } na { $b }. Ni angahe?
maths-q-subtract = Kura { $b } kuri { $a }. Hasigara angahe?
maths-q-multiply = { $a } gukuba { $b } ni angahe?
maths-q-divide = { $a } kugabanya { $b } ni angahe?

maths-q-add-story = { $name } yari afite { $things } { $a }, none abonye { $b } byiyongeraho. Ubu afite { $many }?
maths-q-subtract-story = { $name } yari afite { $things } { $a }, none agurishijemo { $b }. Asigaranye { $many }?
maths-q-multiply-story = { $name } afite ibitebo { $b }, buri gitebo kirimo { $things } { $a }. Byose hamwe ni { $many }?
maths-q-divide-story = { $name } agabanyije abana { $b } { $things } { $a } ku buryo bungana. Buri mwana abonye { $many }?

maths-q-price-pieces = { $name } aguze { $things } { $n }. Buri kimwe kigura amafaranga { $price }. Yishyuye amafaranga angahe?
maths-q-price-kilos = Ku isoko rya { $place }, ikiro cy'{ $good } kigura amafaranga { $price }. Ibiro { $n } bigura amafaranga angahe?
maths-q-price-litres = Litiro imwe y'{ $good } igura amafaranga { $price }. Litiro { $n } zigura amafaranga angahe?
maths-q-price-metres = Metero imwe y'{ $good } igura amafaranga { $price }. Metero { $n } zigura amafaranga angahe?
maths-q-price-two = { $name } aguze ibiro { $n } by'{ $good }, ikiro ku mafaranga { $price }, na litiro { $m } z'{ $other }, litiro ku mafaranga { $cost }. Byose hamwe ni amafaranga angahe?
maths-q-change = { $name } ahashye iby'amafaranga { $spent } i { $place }, yishyura { $paid }. Bamugaruriye amafaranga angahe?
maths-q-change-kilos = { $name } aguze ibiro { $n } by'{ $good }, ikiro ku mafaranga { $price }, yishyura { $paid }. Bamugaruriye amafaranga angahe?
maths-q-change-two = { $name } aguze { $good } ku mafaranga { $price }, n'{ $other } ku mafaranga { $cost }, yishyura { $paid }. Bamugaruriye amafaranga angahe?

maths-q-weight = { $name } ashyize mu mufuka ibiro { $a } by'{ $good }, yongeraho ibiro { $b }. Mu mufuka harimo ibiro bingahe?
maths-q-jerrycan = Ijerekani irimo litiro { $a } z'amazi. { $name } akoresheje litiro { $b }. Hasigaye litiro zingahe?
maths-q-milk = Inka ikamwa litiro { $a } z'amata ku munsi. Mu minsi { $b } ikamwa litiro zingahe?
maths-q-cloth = { $name } akase igitambaro cya metero { $a } mo ibice bya metero { $b }. Abonye ibice bingahe?
maths-q-hours = Mu gihe cy'{ $hours } harimo iminota ingahe?
maths-q-bus = Bisi iva i { $place } ijya i { $town } imara { $hours } n'iminota { $m }. Iyo ni iminota ingahe yose hamwe?
maths-q-lesson = Isomo ritangira { $start } rikarangira { $end }. Rimara iminota ingahe?
maths-q-grams = { $name } afite ibiro { $a } na garama { $b } by'{ $good }. Izo ni garama zingahe zose hamwe?

maths-thing-eggs = amagi
maths-many-eggs = amagi angahe
maths-thing-avocados = avoka
maths-many-avocados = avoka zingahe
maths-thing-mangoes = imyembe
maths-many-mangoes = imyembe ingahe
maths-thing-bananas = imineke
maths-many-bananas = imineke ingahe
maths-thing-notebooks = amakayi
maths-many-notebooks = amakayi angahe
maths-thing-pens = amakaramu
maths-many-pens = amakaramu angahe
maths-thing-goats = ihene
maths-many-goats = ihene zingahe
maths-thing-hens = inkoko
maths-many-hens = inkoko zingahe
maths-thing-trees = ibiti
maths-many-trees = ibiti bingahe
maths-thing-chairs = intebe
maths-many-chairs = intebe zingahe

maths-good-beans = ibishyimbo
maths-good-rice = umuceri
maths-good-potatoes = ibirayi
maths-good-maize-flour = ifu y'ibigori
maths-good-tomatoes = inyanya
maths-good-onions = ibitunguru
maths-good-milk = amata
maths-good-oil = amavuta yo guteka
maths-good-juice = umutobe
maths-good-cloth = igitambaro
maths-good-rope = umugozi

maths-fraction = { $up ->
    [1] kimwe cya { $down ->
        [2] kabiri
        [3] gatatu
        [4] kane
        [5] gatanu
        [6] gatandatu
        [7] karindwi
        [8] munani
        [9] cyenda
        [10] cumi
       *[other] { $down }
     }
   *[other] { $up } bya { $down ->
        [2] kabiri
        [3] gatatu
        [4] kane
        [5] gatanu
        [6] gatandatu
        [7] karindwi
        [8] munani
        [9] cyenda
        [10] cumi
       *[other] { $down }
     }
 }
maths-choices = Niba ari { $one }, kanda 1. Niba ari { $two }, kanda 2. Niba ari { $three }, kanda 3.
maths-choices-text = Subiza 1 kuri { $one }, 2 kuri { $two }, 3 kuri { $three }.
maths-keys-choice = Kanda 1, 2 cyangwa 3.
maths-clock-keys = Kuri telefone, 7:05 yandikwa 7 0 5.
maths-once-more = Ongera ugerageze.
maths-hint-first = Intambwe ya mbere: { $step }
maths-hint-clock = Banza ugere ku isaha yuzuye ikurikira, hanyuma ukomeze.
maths-hint-fraction-times = Kuba imibare yo hejuru, hanyuma ukube iyo hasi.
maths-hint-hundredth = Rimwe ku ijana ni { $a } ugabanyije na 100.
maths-hint-fraction = Banza ubihuze bigire umubare umwe wo hasi.

maths-in-days = { $n ->
    [one] umunsi 1
   *[other] iminsi { $n }
 }
# Hours in words count from six: saa moya, "one", is seven o'clock.
maths-in-clock = saa { $hour ->
    [1] saba
    [2] munani
    [3] cyenda
    [4] kumi
    [5] kumi n'imwe
    [6] kumi n'ebyiri
    [7] moya
    [8] mbiri
    [9] tatu
    [10] yine
    [11] tanu
   *[other] sita
 }{ $minute ->
    [0] {""}
   *[other] {" "}n'iminota { $minute }
 } ({ $hour }:{ $minute ->
    [0] 00
    [5] 05
   *[other] { $minute }
 })
maths-in-metres = metero { $n }
maths-in-centimetres = santimetero { $n }
maths-in-kilometres = { $n ->
    [one] ikirometero 1
   *[other] ibirometero { $n }
 }
maths-in-percent = { $n } ku ijana

maths-q-part = Muri { $n }, { $part } ni angahe?
maths-q-parts-in = Mu bintu { $n } byuzuye harimo ibice bingahe bya { $part }?
maths-q-same-as = Ni ibice bingahe kuri { $down } bingana na { $part }?
maths-q-mixed = Muri { $n } na { $part } harimo ibice bingahe bya { $one }?
maths-q-fraction-add = Teranya { $a } na { $b }. Ni angahe?
maths-q-fraction-subtract = Kura { $b } kuri { $a }. Hasigara angahe?
maths-q-fraction-times = Bara: { $a } gukuba { $b } ni angahe?
maths-q-decimal-add = Teranya { $a } na { $b }. Ni angahe?
maths-work-fraction-add = Mu bice bya 1 kuri { $down }: { $left } wongeyeho { $right } ni { $up }, ubwo ni { $result }.
maths-work-fraction-subtract = Mu bice bya 1 kuri { $down }: { $left } ukuyemo { $right } ni { $up }, ubwo ni { $result }.
maths-work-fraction-times = Imibare yo hejuru: { $a } gukuba { $c } ni { $up }. Iyo hasi: { $b } gukuba { $d } ni { $down }. Ubwo ni { $result }.
maths-work-decimal-add = { $a } wongeyeho { $b } ni { $sum }, ari byo { $result }.

maths-q-percent = { $p } ku ijana bya { $n } ni angahe?
maths-q-share = { $a } kuri { $b } ni bingahe ku ijana?
maths-q-falls = Igiciro cy'amafaranga { $n } kigabanutseho { $p } ku ijana. Ubu ni amafaranga angahe?
maths-q-rises = Igiciro cy'amafaranga { $n } cyiyongereyeho { $p } ku ijana. Ubu ni amafaranga angahe?
maths-q-before = { $p } ku ijana by'umubare ni { $n }. Uwo mubare ni uwuhe?

maths-q-weeks = Mu byumweru { $n } harimo iminsi ingahe?
maths-q-weeks-days = Ibyumweru { $a } n'{ $b ->
    [one] umunsi 1
   *[other] iminsi { $b }
 }, byose hamwe ni iminsi ingahe?
maths-q-lessons-hours = Amahugurwa afite amasomo { $a }, buri somo rimara iminota { $b }. Ayo ni amasaha angahe?
maths-q-arrives = Bisi ijya i { $place } ihaguruka mu gitondo { $start }, ikagenda iminota { $m }. Igerayo saa ngahe?
maths-work-clock = Uvuye kuri { $start }, ukongeraho iminota { $m }, biba { $end }.
maths-work-clock-over = Kuva kuri { $start } kugera kuri { $full } ni iminota { $first }, ukongeraho { $rest }, biba { $end }.

maths-q-average = Impuzandengo ya { $all } ni iyihe?
maths-q-average-missing = Impuzandengo y'imibare ine ni { $mean }. Itatu muri yo ni { $all }. Uwa kane ni uwuhe?

maths-q-each = Ibiro { $a } by'{ $good } bigura amafaranga { $b }. Ikiro kimwe kigura amafaranga angahe?
maths-q-speed = Bisi ijya i { $place } igenda ibirometero { $v } mu isaha. Mu gihe cy'{ $hours } igenda ibirometero bingahe?
maths-q-proportion = Iyo uguze { $things } { $a } wishyura amafaranga { $b }. Uguze { $things } { $m } wakwishyura amafaranga angahe?
maths-q-journey = Ikamyo igenda ibirometero { $d } mu gihe cy'{ $hours }. Mu gihe cy'{ $more }, ku muvuduko umwe, igenda ibirometero bingahe?
maths-q-workers = Abakozi { $a } bahinga umurima mu minsi { $b }. Abakozi { $m } bawuhinga mu minsi ingahe?

maths-next = Ubutaha mu mibare, uzitoze ibi: { $skill }.
maths-skill-add = guteranya
maths-skill-subtract = gukuramo
maths-skill-multiply = gukuba
maths-skill-divide = kugabanya
maths-skill-francs = amafaranga no kugarura
maths-skill-measures = ibipimo
maths-skill-fractions = imigabane
maths-skill-percent = ijanisha
maths-skill-time = ibihe n'amasaha
maths-skill-average = impuzandengo
maths-skill-rate = ibigereranyo
maths-skill-word = ibibazo bivugwa mu magambo
maths-tip-add = Banza uteranye amacumi, hanyuma imibare isigaye. 47 na 35: 47 na 30 ni 77, na 5 bikaba 82.
maths-tip-subtract = Bara uhereye ku muto uzamuka. Kuva kuri 68 kugera ku 100: 2 bigera kuri 70, na 30, ubwo ni 32.
maths-tip-multiply = Gabanya umunini mo ibice. 14 gukuba 6: 10 gukuba 6 ni 60, 4 gukuba 6 ni 24, byose ni 84.
maths-tip-divide = Bihindure: 84 kugabanya 7 ni ukubaza umubare ukuba 7 ukabona 84.
maths-tip-francs = Mu kugarura, bara uhereye ku giciro ugere ku yo wishyuye: ku ijana rikurikira, ku gihumbi, ugakomeza.
maths-tip-measures = Banza ubihindure igipimo kimwe: ikiro 1 ni garama 1000, metero 1 ni santimetero 100.
maths-tip-fractions = Umubare wo hasi uvuga ibice bingana bigabanyijwemo, uwo hejuru ukavuga ibyo ufashe.
maths-tip-percent = 10 ku ijana ni kimwe cya cumi. Banza ukibone: 30 ku ijana ni inshuro 3 zacyo, 5 ku ijana ni kimwe cya kabiri cyacyo.
maths-tip-time = Isaha igira iminota 60. Banza ugere ku isaha yuzuye, hanyuma ukomeze ubare.
maths-tip-days = Icyumweru kigira iminsi 7. Banza ubare iminsi y'ibyumweru byuzuye, hanyuma wongereho indi minsi.
maths-tip-average = Teranya imibare yose, hanyuma ugabanye n'umubare w'iyo ufite.
maths-tip-rate = Banza umenye icya kimwe, hanyuma ukube.
maths-tip-word = Ibaze: nzi iki, barambaza iki, ni iyihe ntambwe ihuza byombi?
