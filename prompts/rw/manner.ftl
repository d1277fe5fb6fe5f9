# Gushima no guhumuriza, bitewe n'uko umwarimu avuga.

content = { $text }
content-both = { $rw }

manner-right-encouraging = { $way ->
    [1] Wakoze neza!
    [2] Ni byiza, wabyumvise.
   *[other] Akazi keza, komeza.
 }
manner-right-technical = { $way ->
    [1] Wabikoze neza cyane.
    [2] Nta cyo gukosora.
   *[other] Byose bimeze neza.
 }
manner-right-motivational = { $way ->
    [1] Yego! Dukomeze imbere.
    [2] Urimo kuzamuka vuba!
   *[other] Imbaraga! Dukomeze.
 }
manner-right-patient = { $way ->
    [1] Ni byiza. Buhoro buhoro.
    [2] Nta kwihuta, ni byiza.
   *[other] Wabikoze utuje.
 }
manner-right-competitive = { $way ->
    [1] Wongeyeho irindi nota!
    [2] Iki uragitsinze.
   *[other] Indi ntsinzi. Urakomeza?
 }

manner-wrong-encouraging = { $way ->
    [1] Ntugire impungenge, uko ni ko twiga.
    [2] Wagerageje neza.
   *[other] Amakosa na yo arigisha.
 }
manner-wrong-technical = { $way ->
    [1] Reba buri ntambwe.
    [2] Hari akantu kamwe katari ko.
   *[other] Gereranya buri gice.
 }
manner-wrong-motivational = { $way ->
    [1] Ongera uhaguruke, urabishobora.
    [2] N'intwari hari ibyo zihusha.
   *[other] Ubutaha uzabibona.
 }
manner-wrong-patient = { $way ->
    [1] Nta kwihuta. Tugende buhoro.
    [2] Nta kibazo, genda buhoro.
   *[other] Reka dufate intambwe nto.
 }
manner-wrong-competitive = { $way ->
    [1] Iki kiragutsinze. Fata ikindi.
    [2] Urahushije, umukino urakomeza.
   *[other] Uzagitsinda ubutaha.
 }
