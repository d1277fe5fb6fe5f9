# Ibyo telefone ubwayo ivuga, mbere y'amasomo no hagati yayo.

list-and = { $first } na { $last }
list-and-vowel = { $first } n'{ $last }

line-welcome-first = Muraho, murakaza neza kuri Toneline, telefone yigisha.
line-choose-language = Niba ushaka Ikinyarwanda, kanda 2, cyangwa uvuge uti Ikinyarwanda.
line-choose-language-rephrased = Dukoreshe uruhe rurimi? Umubare wa 2 ni Ikinyarwanda.
line-choose-language-keys = Noneho koresha imibare ya telefone. Kanda 2 niba ushaka Ikinyarwanda.
line-choose-language-text = Niba ushaka Ikinyarwanda, subiza 2.
line-language-set = Ni byiza, tugiye gukoresha Ikinyarwanda.
line-greet-name = Muraho { $name }, twishimiye kongera kukwakira.
line-greet-known = Muraho, twishimiye kongera kukwakira.
line-greet-new = Twishimiye ko uduhamagaye.
line-greet-new-text = Twishimiye ko utwandikiye.

line-offer-resume = Ubushize twasigaye turi kwiga { $module }. Niba ushaka gukomeza, kanda 1 cyangwa uvuge yego. Niba ushaka urutonde rw'amasomo, kanda 2.
line-offer-resume-rephrased = Dukomeze { $module }? Vuga yego cyangwa ukande 1. Niba ushaka ikindi, vuga oya cyangwa ukande 2.
line-offer-resume-keys = Koresha imibare ya telefone. Kanda 1 dukomeze { $module }, cyangwa 2 ujye ku rutonde rw'amasomo.
line-resuming = Ni byiza, dukomereje aho twari tugeze.

line-not-understood = Mbabarira, sinabyumvise neza.
line-not-heard = Nta cyo numvise.
line-not-caught = Sinabashije kubyumva neza. Wongere ubivuge rimwe.
line-hint-broken-up = Umurongo uracikagurika gato.
line-hint-too-loud = Ijwi ryawe riranguruye cyane. Igiza telefone hirya gato.
line-hint-too-noisy = Aho uri hari urusaku. Niba ubishoboye, upfukirane telefone n'ikiganza.
line-hint-too-quiet = Numva ijwi ryawe riri hasi. Wegereze telefone gato.
line-only-noise = Numvise urusaku gusa. Jya ahatuje, cyangwa wegereze telefone umunwa.
line-keys-only = Ubu umurongo ntiwumvikana neza. Imibare ya telefone irakorohera kurushaho.
line-offer-text = Sindabasha kukumva. Nshobora kukoherereza ubutumwa bugufi, ukajya wiga wandika. Kanda 1 wakire ubutumwa, cyangwa 2 usoze.
line-offer-text-keys = Kanda 1 wakire ubutumwa bugufi. Kanda 2 usoze.
line-text-coming = Ubutumwa buraje.
line-text-guide = Iyi ni Toneline. Iga wandika: subiza MENU uhitemo isomo, HELP niba ukeneye ubufasha, LANG EN ku Cyongereza, NAME n'izina ryawe. STOP ihagarika ubutumwa.

line-goodbye = Murakoze kwigana natwe. Muzongere muhamagare cyangwa mwandike igihe mushakiye. Murabeho.
line-goodbye-name = Urakoze, { $name }. Uzongere uhamagare cyangwa wandike igihe ushakiye. Murabeho.
line-help-keys = Igihe cyose: akanyenyeri gasubiramo, urwego rusubira inyuma, naho zeru ni ubufasha. Zeru indi nshuro: umuvuduko, inama n'ibindi.
line-help-text = MENU: amasomo. PROGRESS: aho ugeze. LANG EN: Icyongereza. NAME n'izina ryawe. STOP: guhagarika ubutumwa. MORE: andi magambo.
line-help-more = HINT: ubufasha. MORE: igisubizo cyose. TIPS: inama. LEVEL 1 kugeza 5. STYLE 1 kugeza 5: uko nigisha. PROFILE: uko nkwigisha ubu. LEARNER n'izina: undi munyeshuri. WHO: guhindura. DELETE: gusiba byose. START: nyuma ya STOP.
line-more = (MORE: byose)
line-question-aside = Ikibazo cyiza! Tubanze iki:
line-this-first = Reka tubanze iki.
line-by-law = Guhagarika ubutumwa: STOP. Kongera gutangira: START. Gusiba byose: DELETE.

# Uko umunyeshuri yiyumva, abivuze mu magambo.
line-mood-hard = Ndakumva, kandi nta kibazo. Buhoro buhoro.
line-mood-easier = Noneho biraza koroha kurushaho.
line-mood-harder = Noneho biraza gukomera kurushaho.
line-mood-on = Ndakumva.
line-mood-harder-next = Ndakumva. Rangiza iki, nyuma haze igikomeye kurushaho.
line-mood-bored = Ndakumva. Muri MENU hari andi masomo.

line-summary-on = Ni byiza. Uzajya wakira incamake mu butumwa bugufi nyuma ya buri guhamagara.
line-summary-none = Ubu sinshobora kukoherereza ubutumwa.
line-lang-usage-say = Vuga uti: vuga Ikinyarwanda, cyangwa: ururimi Icyongereza.
line-thinking = Reka ntekereze.
line-sorry-fault = Mutubabarire, habaye ikibazo ku ruhande rwacu. Aho wari ugeze harabitswe. Ongera ugerageze mu kanya.
line-busy = Mutubabarire, imirongo yose irakoreshwa. Ongera uhamagare mu minota mike.
line-full = Mutubabarire, imirongo yose irakoreshwa. Turabandikira ubutumwa igihe habonetse umwanya. Murabeho.
line-room = Aha ni kuri Toneline. Ubu hari umwanya: mwongere muhamagare igihe mushakiye.
line-stream-lost = Umurongo ukomeje gucikagurika, reka dukore ikindi ubu.

line-summary-attempts = { $done ->
    [one] Wakoze umwitozo 1{ $right ->
        [0] .
       *[other] , kandi ni byo.
    }
   *[other] Wakoze imyitozo { $done }{ $right ->
        [0] .
       *[other] , ukora neza { $right }.
    }
 }
line-summary-best = Ibyiza kurusha: ibisubizo { $row } bikurikirana by'ukuri.
line-progress-none = Nta mwitozo urakora. Hitamo isomo ku rutonde, dutangire.
line-progress-begun = Ni bwo tugitangira: nta mwitozo urarangiza.
line-progress-intro = Dore aho ugeze.
line-progress-intro-name = { $name }, dore aho ugeze.

line-lang-usage = Andika LANG RW niba ushaka Ikinyarwanda, cyangwa LANG EN niba ushaka Icyongereza.
line-lang-set = Birakozwe. Nzajya nkwandikira mu Kinyarwanda.
line-lang-unknown = Nzi Ikinyarwanda n'Icyongereza. Andika LANG RW cyangwa LANG EN.
line-name-usage = Andika NAME n'izina ryawe, urugero: NAME Aline.
line-name-set = Urakoze. Nzajya nkwita { $name }.
line-name-bad = Iryo zina sindisomye neza. Koresha inyuguti gusa, urugero: NAME Aline.
line-stopped = Ntuzongera kwakira ubutumwa bwa Toneline. Niwisubiraho, andika START.
line-started = Murakaza neza kuri Toneline. HELP: ubufasha.
line-help-stopped = Toneline: ubutumwa bwarahagaritswe. Niba ushaka kongera gutangira, andika START.
line-hello = Muraho!
line-thanked = Murakoze namwe.
line-slow-down = Ubutumwa bubaye bwinshi icyarimwe. Tegereza umunota umwe, hanyuma ukomeze.
line-error-text = Mutubabarire, habaye ikibazo ku ruhande rwacu. Aho wari ugeze harabitswe. Ongera wohereze.

title-general = urutonde rw'amasomo
title-english = icyongereza
title-maths = imibare
title-knowledge = ubumenyi rusange
title-mandarin = amasaku y'Igishinwa

hints-language = Ikinyarwanda, Icyongereza, rimwe, kabiri
hints-yes-no = yego, oya, rimwe, kabiri, urutonde, hagarika
hints-menu = imibare, kubara, ubumenyi rusange, siyansi, ubuzima, ubuhinzi, Igishinwa, amasaku, rimwe, kabiri, ubufasha, hagarika
hints-knowledge = siyansi, ubuzima, ubuhinzi, ubworozi, uburere mboneragihugu, u Rwanda, akarere, byose, rimwe, kabiri, gatatu, urutonde, hagarika
hints-numbers = rimwe, kabiri, gatatu, kane, gatanu, gatandatu, karindwi, umunani, icyenda, icumi, makumyabiri, mirongo, ijana, magana, igihumbi, ibihumbi, amafaranga, iminota, simbuka
