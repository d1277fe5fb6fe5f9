# Amanota, amahitamo, n'abanyeshuri benshi kuri telefone imwe.

play-score = Ufite amanota { $points } kandi uri ku rwego rwa { $level }. { $days ->
    [0] Kora umwitozo umwe ku munsi.
    [one] Uyu ni umunsi wa mbere.
   *[other] Umaze iminsi { $days } ikurikirana.
 }
play-improved = Iki cyumweru ibisubizo { $now } ku 100 byari byo, bivuye kuri { $before }.
play-level = Ugeze ku rwego rwa { $level }!
play-streak = Iminsi { $days } ikurikirana!

badge-first = Uhawe umudari: igisubizo cyawe cya mbere cy'ukuri!
badge-ten = Uhawe umudari: ibisubizo icumi by'ukuri!
badge-fifty = Uhawe umudari: ibisubizo mirongo itanu by'ukuri!
badge-hundred = Uhawe umudari: ibisubizo ijana by'ukuri!
badge-five-hundred = Uhawe umudari: ibisubizo magana atanu by'ukuri!
badge-row-ten = Uhawe umudari: icumi bikurikirana by'ukuri!
badge-row-twenty-five = Uhawe umudari: makumyabiri na bitanu bikurikirana!
badge-days-three = Uhawe umudari: iminsi itatu ikurikirana!
badge-days-seven = Uhawe umudari: icyumweru cyose, buri munsi!
badge-days-thirty = Uhawe umudari: iminsi mirongo itatu ikurikirana!
badge-all-round = Uhawe umudari: wiga amasomo ane!
badge-back-again = Wagarutse nyuma y'igihe kirekire: uhawe umudari.

line-summary-again = Ongera uhamagare ejo: buhoro buhoro buri munsi ni byo byiza.
line-summary-streak = Iminsi { $days } ikurikirana: ongera uhamagare ejo bikomeze.
line-deleted-all = Birakozwe. Ibyo twari tubitse byose ku bantu bose bakoresha iyi telefone byasibwe.
line-deleted = Birakozwe. Ibyo twari tukubitseho byose byasibwe. Twandikire igihe cyose wongere utangire.

pace-slower = Ngiye kuvuga buhoro.
pace-slowest = Sinshobora kuvuga buhoro kurushaho.
pace-faster = Ngiye kuvuga vuba.
pace-fastest = Sinshobora kuvuga vuba kurushaho.
quiet-waiting = Ndategereje.

options-menu = Buhoro, kanda 1. Vuba, 2. Inama, 3. Aho ugeze, 4. Uko nkwigisha, 5. Guhindura umunyeshuri, 6. Kongeraho umunyeshuri, 7. Uko nkwigisha ubu, 8. Gusiba ibyo tubitse, 9. Urwego rusubiza mu isomo.
options-styles = Nkwigishe nte? Ngutera inkunga, kanda 1. Nsobanura neza neza, 2. Nishimye, 3. Ntuje kandi nihangana, 4. Nkina n'amanota, 5.
style-set = { $style ->
    [encouraging] Ni byiza. Nzagutera inkunga.
    [technical] Ndabyumvise. Nzasobanura neza neza.
    [motivational] Ni byiza cyane! Tuzagera kure.
    [patient] Ni byiza. Tuzagenda buhoro.
   *[competitive] Umukino utangiye! Nzabara amanota.
 }
style-usage = Ohereza STYLE n'umubare: 1 inkunga, 2 gusobanura neza, 3 ibyishimo, 4 kwihangana, 5 umukino.
profile-told = Nkwigisha { $style ->
    [encouraging] ngutera inkunga
    [technical] nsobanura neza neza
    [motivational] nishimye
    [patient] nihangana
   *[competitive] dukina
 }, ibisobanuro { $length ->
    [low] bigufi
    [high] birebire
   *[medium] biringaniye
 }, amagambo yihariye { $technical ->
    [low] make
    [high] menshi
   *[medium] aringaniye
 }, gushima { $praise ->
    [low] gake
    [high] kenshi
   *[medium] rimwe na rimwe
 }, mvuga { $pace ->
    [slow] buhoro
    [fast] vuba
   *[normal] bisanzwe
 }.
profile-chosen = Ni wowe wahisemo ubu buryo.
profile-inferred = Mbikura ku bisubizo byawe.
profile-change = Kanda zeru kabiri ubihindure, cyangwa uvuge uti: hindura uburyo.
profile-change-text = STYLE irabihindura.

level-usage = Vuga cyangwa wohereze LEVEL n'umubare kuva kuri 1 (byoroshye) kugeza kuri 5 (bikomeye).
level-which = Banza uhitemo isomo muri MENU, hanyuma uvuge cyangwa wohereze LEVEL n'umubare.
level-none = Iri somo nta nzego rigira: rikugendaho ubwaryo.
level-set = Urwego rwa { $level }.

learner-who = Ni nde ugiye kwiga?
learner-press = { $name }, kanda { $key }.
learner-nameless = umunyeshuri wa { $key }
learner-option = { $key } { $name }
learner-list = Kuri iyi telefone: { $names }. Ohereza WHO n'umubare uhindure, cyangwa LEARNER n'izina wongereho.
learner-nobody = Kuri iyi telefone nta wufite iryo zina cyangwa uwo mubare: { $names }.
learner-usage = Ohereza LEARNER n'izina wongereho undi kuri iyi telefone, nko: LEARNER Eric.
learner-added = Murakaza neza! Uri umunyeshuri wa { $key } kuri iyi telefone. Ohereza NAME n'izina ryawe.
learner-added-name = Murakaza neza, { $name }! Uri umunyeshuri wa { $key } kuri iyi telefone.
learner-deleted = Birakozwe. { $name } n'amasomo ye byasibwe kuri iyi telefone. DELETE ALL isiba abantu bose bayikoresha n'ibyanditswe byose.
learner-deleted-call = Birakozwe. { $name } n'amasomo ye byasibwe kuri iyi telefone.
learner-delete-ask = Nsibe ibyo tubitse byose kuri wowe? Yego, kanda 1. Oya, kanda 2.
learner-delete-ask-several = Gusiba { $name } gusa, kanda 1. Gusiba abantu bose kuri iyi telefone, kanda 2. Kudasiba, kanda 3.
learner-delete-nothing = Ni byiza, nta gisibwe.
learner-only = Ni wowe wenyine wiga kuri iyi telefone. Kongeraho undi, vuga uti: umunyeshuri mushya.
learner-only-text = Ni wowe wenyine wiga kuri iyi telefone. Kongeraho undi: ohereza LEARNER n'izina, nko: LEARNER Eric.
learner-full = Kuri iyi telefone hasanzwe abanyeshuri batandatu. Ni bo benshi ishobora.
