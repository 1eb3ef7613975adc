//! Spain, Türkiye.

use super::Culture;

/// Spain.
pub const SPAIN: Culture = Culture {
    country: "ES",
    currencies: &[("EUR", 1)],
    women: "Alba Ana Beatriz Carmen Concepción Dolores Elena Esperanza Inés Isabel Laura Lucía María Marta Mercedes Núria \
            Paula Pilar Rocío Rosario Sofía Teresa",
    men: "Alejandro Álvaro Antonio Carlos Diego Eduardo Emilio Fernando Francisco Gonzalo Íñigo Javier Joaquín José Juan \
          Luis Manuel Miguel Óscar Pablo Rafael Ramón",
    families: "García_López Fernández_Ruiz González_Vidal Rodríguez_Peña Martínez_Soler Sánchez_Mora Pérez_Cano Gómez_Rivas \
               Martín_Calvo Jiménez_Ortiz Muñoz_Serra Álvarez_Díaz Romero_Nieto Alonso_Vega Gutiérrez_Pardo Navarro_Gil \
               Torres_Ibáñez Domínguez_Sanz Ramos_Blasco Molina_Ferrer Castro_Núñez Ortega_Luna",
    women_families: "",
    brands: "Sierra_Alta Olivar Costa_Brava Almendro Tajo Ebro Levante La_Encina El_Molino Giralda Azahar Montañés Peña_Blanca \
             Duero Cantábrico Palmeral Ñandú Miramar",
    trades: "Aceites:agriculture Bodegas:agriculture Hoteles:hospitality Cerámicas:manufacturing Logística:transport \
             Conservas:manufacturing Construcciones:construction Clínicas:health Supermercados:retail Imprenta:media \
             Colegios:education Invernaderos:agriculture Panaderías:hospitality Telecom:telecommunications",
    forms: &[
        "{trade} {brand} S.L.",
        "{trade} {brand} S.A.",
        "Grupo {brand} {trade} S.L.",
        "{trade} {brand} y Hnos. S.L.",
    ],
    cities: "Madrid/280## Barcelona/080## Valencia/460## Sevilla/410## Zaragoza/500## Málaga/290## Bilbao/480## \
             Córdoba/140## A_Coruña/150## Almería/040## Logroño/260## León/240##",
    streets: "Mayor Real del_Sol de_la_Paz de_Alcalá San_Juan Nueva de_la_Industria del_Puerto de_los_Olivos",
    address: "Calle {street}, #",
    landline: "+34 91 555 ## ##",
    mobile: "+34 655 55 ## ##",
};

/// Türkiye.
pub const TURKEY: Culture = Culture {
    country: "TR",
    currencies: &[("TRY", 5), ("EUR", 5)],
    women: "Ayşe Fatma Emine Hatice Zeynep Elif Meryem Şerife Zehra Sultan Hülya Özlem Gülşen Sevgi Yasemin Ebru Çiğdem İpek",
    men: "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim İsmail Osman Yusuf Murat Ömer Ramazan Halil Süleyman Emre Çağlar \
          Uğur",
    families: "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt \
               Özkan Şimşek Güneş Işık",
    women_families: "",
    brands: "Anadolu Boğaziçi Ege Toros Marmara Güneş Kartal Çınar Altın Yıldız Deniz Işık Karadeniz Pamukkale Öncü Bereket",
    trades: "Tekstil:manufacturing Gıda:agriculture Lojistik:transport Otelcilik:hospitality İnşaat:construction \
             Seramik:manufacturing Sağlık:health Tarım:agriculture Mobilya:manufacturing Market:retail \
             Soğuk_Hava_Depoları:transport Yazılım:technology",
    forms: &["{brand} {trade} A.Ş.", "{brand} {trade} Ltd. Şti.", "{brand} {trade} San. ve Tic. A.Ş."],
    cities: "İstanbul/34### Ankara/06### İzmir/35### Bursa/16### Antalya/07### Konya/42### Gaziantep/27### Eskişehir/26### \
             Çanakkale/17### Muğla/48###",
    streets: "Atatürk Cumhuriyet İstiklal İnönü Sanayi Gazi Fatih Barbaros Yavuz Mimar_Sinan",
    address: "{street} Cad. No: #",
    landline: "+90 212 555 ## ##",
    mobile: "+90 532 555 ## ##",
};
