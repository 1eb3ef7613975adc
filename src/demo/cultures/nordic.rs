//! Sweden, Norway, Denmark.

use super::Culture;

/// Sweden.
pub const SWEDEN: Culture = Culture {
    country: "SE",
    currencies: &[("SEK", 9), ("EUR", 1)],
    women: "Annika Birgitta Cecilia Ebba Elin Emma Frida Gunilla Hanna Ingrid Karin Kerstin Linnéa Lovisa Maja Märta Sara \
            Åsa",
    men: "Anders Axel Björn Carl Erik Fredrik Göran Gustaf Håkan Johan Jonas Karl Lars Magnus Mikael Nils Oskar Pär",
    families: "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jönsson \
               Lindberg Lindström Sjöberg Åkesson Öberg Björk Hedlund Nyström",
    women_families: "",
    brands: "Norrsken Mälaren Björkhaga Älven Småland Dalarna Fjällhed Vättern Kråkan Östersjö Skåne Tallmo Gläntan",
    trades: "Såg:manufacturing Mejeri:agriculture Bryggeri:hospitality Frakt:transport Bygg:construction Fastigheter:services \
             Vård:health Livs:retail Data:technology Papper:manufacturing",
    forms: &["{brand} {trade} AB", "{brand}s {trade} AB", "AB {brand} {trade}"],
    cities: "Stockholm/11#_## Göteborg/41#_## Malmö/21#_## Uppsala/75#_## Örebro/70#_## Umeå/90#_## Luleå/97#_## Växjö/35#_##",
    streets: "Storgatan Kungsgatan Skolgatan Björkvägen Industrigatan Hamngatan Ängsvägen Södra_Vägen",
    address: "{street} #",
    landline: "+46 8 465 004 ##",
    mobile: "+46 70 174 06 ##",
};

/// Norway.
pub const NORWAY: Culture = Culture {
    country: "NO",
    currencies: &[("NOK", 9), ("EUR", 1)],
    women: "Anne Astrid Bente Guro Hilde Ida Ingrid Kari Kristin Liv Marit Ragnhild Silje Solveig Tone Åse",
    men: "Arne Bjørn Eirik Geir Håkon Ivar Jørgen Knut Leif Magnus Odd Øyvind Rune Sindre Tor Ørjan",
    families: "Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Berg Haugen Hagen Bakken Lie Solberg Moen \
               Strand Ødegård Sæther",
    women_families: "",
    brands: "Fjord Nordkapp Hardanger Lofoten Rondane Svalen Trollheim Sørlandet Isbre Vestlandet Havørn",
    trades: "Sjømat:agriculture Rederi:transport Bygg:construction Hotell:hospitality Meieri:agriculture Verft:manufacturing \
             Kommunedrift:public_sector Dagligvare:retail Kraftlag:energy",
    forms: &["{brand} {trade} AS", "{brand} {trade} ASA"],
    cities: "Oslo/01## Bergen/50## Trondheim/70## Stavanger/40## Tromsø/90## Ålesund/60## Bodø/80##",
    streets: "Storgata Kirkegata Strandveien Havnegata Fjellveien Industriveien Sjøgata",
    address: "{street} #",
    landline: "+47 22 55 5# ##",
    mobile: "+47 412 55 5##",
};

/// Denmark.
pub const DENMARK: Culture = Culture {
    country: "DK",
    currencies: &[("DKK", 9), ("EUR", 1)],
    women: "Anne Bodil Camilla Dorthe Freja Gitte Hanne Jette Karen Lærke Mette Pia Sofie Tine Ulla Åse",
    men: "Anders Bent Christian Henrik Jens Jesper Jørgen Kasper Lars Mads Morten Niels Ole Rasmus Søren Thomas",
    families: "Jensen Nielsen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen \
               Kristensen Olsen Thomsen Østergaard",
    women_families: "",
    brands: "Limfjord Bølgen Vesterhav Skagen Sønderskov Hvidovre_Øst Lillebælt Rønne Svanen",
    trades: "Mejeri:agriculture Bryghus:hospitality Møbler:manufacturing Transport:transport Byg:construction \
             Gartneri:agriculture Bageri:hospitality Fjernvarme:energy",
    forms: &["{brand} {trade} A/S", "{brand} {trade} ApS"],
    cities: "København/21## Aarhus/80## Odense/50## Aalborg/90## Esbjerg/67## Helsingør/30##",
    streets: "Hovedgaden Nørregade Søndergade Havnevej Møllevej Skovvej Industrivej",
    address: "{street} #",
    landline: "+45 33 55 5# ##",
    mobile: "+45 20 55 5# ##",
};
