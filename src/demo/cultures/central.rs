//! Poland, Germany, Switzerland.

use super::Culture;

/// Poland.
pub const POLAND: Culture = Culture {
    country: "PL",
    currencies: &[("PLN", 7), ("EUR", 3)],
    women: "Anna Agnieszka Barbara Beata Dorota Ewa Grażyna Halina Iwona Joanna Katarzyna Krystyna Magdalena Małgorzata \
            Marta Monika Natalia Olga Paulina Renata Sylwia Urszula Weronika Żaneta",
    men: "Adam Andrzej Bartosz Cezary Damian Grzegorz Jakub Jerzy Kamil Krzysztof Łukasz Maciej Marcin Marek Michał \
          Paweł Piotr Rafał Robert Sławomir Stanisław Tomasz Wojciech Zbigniew",
    families: "Kowalski Nowak Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski \
               Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Wieczorek Jabłoński Wróbel \
               Majewski Stępień Górski",
    women_families: "Kowalska Nowak Wiśniewska Wójcik Kamińska Lewandowska Zielińska Szymańska Woźniak Dąbrowska \
                     Kozłowska Jankowska Mazur Krawczyk Piotrowska Grabowska Pawłowska Michalska Król Wieczorek \
                     Jabłońska Wróbel Majewska Stępień Górska",
    brands: "Bałtyk Wisła Tatry Noteć Śląsk Żubr Jantar Sokół Orion Polana Bursztyn Dąb Kłos Jodła Mazowsze Kujawy Podhale \
             Warta Pieniny Roztocze Żuraw Słonecznik",
    trades: "Logistyka:transport Piekarnie:hospitality Mleczarnia:agriculture Stal:manufacturing Meble:manufacturing \
             Hotele:hospitality Budownictwo:construction Szklarnie:agriculture Medica:health Tartak:manufacturing \
             Handel:retail Chłodnie:transport Odlewnia:manufacturing Szkoły:education Wodociągi:public_sector",
    forms: &[
        "{brand} {trade} Sp. z o.o.",
        "{trade} {brand} S.A.",
        "{brand} {trade} sp. j.",
        "{trade} {brand} Sp. z o.o.",
    ],
    cities: "Warszawa/0#-#13 Kraków/3#-#07 Łódź/9#-#11 Wrocław/5#-#22 Poznań/6#-#05 Gdańsk/80-#19 Szczecin/7#-#31 \
             Lublin/20-#44 Rzeszów/35-#08 Białystok/15-#27 Toruń/87-1## Częstochowa/42-2##",
    streets: "Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Brzozowa Przemysłowa Kolejowa Składowa Młyńska",
    address: "ul. {street} #",
    landline: "+48 22 555 ## ##",
    mobile: "+48 600 555 ###",
};

/// Germany.
pub const GERMANY: Culture = Culture {
    country: "DE",
    currencies: &[("EUR", 1)],
    women: "Anja Birgit Claudia Daniela Eva Franziska Gabriele Heike Ingrid Jana Katrin Lena Martina Nadine Petra Sabine \
            Silke Susanne Tanja Ulrike Ute Yvonne",
    men: "Andreas Bernd Christian Dieter Erik Frank Georg Hans Holger Jörg Jürgen Klaus Lars Matthias Oliver Peter Rainer \
          Stefan Sven Thomas Uwe Wolfgang",
    families: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein \
               Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Köhler",
    women_families: "",
    brands: "Ostwind Nordlicht Havel Spree Elbtal Harz Rheinland Schwarzwald Adler Kranich Eichen Lindenhof Bergmann Weser \
             Saale Isar Morgenrot Rüstig Ährenfeld Sonnenhof",
    trades: "Logistik:transport Maschinenbau:manufacturing Bäckerei:hospitality Molkerei:agriculture Gartenbau:agriculture \
             Klinik:health Möbelwerke:manufacturing Hotels:hospitality Hochbau:construction Großhandel:retail \
             Kühlhaus:transport Druckerei:media Gießerei:manufacturing Stadtwerke:public_sector Rechenzentrum:technology",
    forms: &["{brand} {trade} GmbH", "{brand} {trade} AG", "{brand} {trade} GmbH & Co. KG", "{trade} {brand} e.K."],
    cities: "Berlin/10### Hamburg/20### München/80### Köln/50### Leipzig/04### Dresden/01### Hannover/30### Nürnberg/90### \
             Bremen/28### Rostock/18### Kassel/34### Münster/48###",
    streets: "Hauptstraße Bahnhofstraße Gartenweg Lindenallee Industriestraße Hafenstraße Am_Markt Mühlenweg Ringstraße \
              Schillerstraße Werkstraße",
    address: "{street} #",
    landline: "+49 30 23125 ###",
    mobile: "+49 171 39200 ##",
};

/// Switzerland.
pub const SWITZERLAND: Culture = Culture {
    country: "CH",
    currencies: &[("CHF", 1)],
    women: "Béatrice Corinne Elisabeth Fabienne Gianna Lea Nicole Regula Ursula Vreni",
    men: "Beat Dominik Fabio Gian Hansjörg Luca Marco Reto Urs Yves",
    families: "Ammann Bianchi Brunner Favre Frei Gerber Hürlimann Keller Meier Rochat Steiner Zürcher",
    women_families: "",
    brands: "Alpstein Säntis Gotthard Aare Matterhof Engadin Rigi Léman",
    trades: "Käserei:agriculture Seilbahnen:transport Hotels:hospitality Präzision:manufacturing Pharma:health \
             Treuhand:finance",
    forms: &["{brand} {trade} AG", "{brand} {trade} GmbH"],
    cities: "Zürich/80## Bern/30## Basel/40## Luzern/60## Genève/12## Lausanne/10##",
    streets: "Bahnhofstrasse Seestrasse Dorfstrasse Bergweg Rue_du_Lac Gewerbestrasse",
    address: "{street} #",
    landline: "+41 44 555 ## ##",
    mobile: "+41 79 555 ## ##",
};
