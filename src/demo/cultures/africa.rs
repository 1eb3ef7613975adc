//! Kenya, Tanzania.

use super::Culture;

/// Kenya.
pub const KENYA: Culture = Culture {
    country: "KE",
    currencies: &[("KES", 7), ("USD", 3)],
    women: "Achieng Akinyi Amina Asha Cherono Esther Faith Grace Jepkosgei Joyce Khadija Mercy Moraa Mwende Naliaka Njeri \
            Nyambura Wairimu Wambui Wanjiru Zawadi",
    men: "Abdi Baraka Brian Chege Daudi Dennis Juma Kamau Kariuki Kevin Kiprono Kipchoge Maina Moses Musa Mwangi Njoroge \
          Ochieng Odhiambo Omari Otieno Peter Samuel",
    families: "Kamau Mwangi Otieno Njoroge Wafula Odhiambo Kiprotich Mutua Barasa Chebet Kimani Muthoni Ndungu Okoth Hassan \
               Wekesa Nyong'o Githinji Karanja Onyango Mohamed Kilonzo",
    women_families: "",
    brands: "Simba Twiga Jamii Kilima Savanna Umoja Mara Nuru Pwani Bahari Chui Uhuru Safari Baraka Mwangaza Kifaru Tausi \
             Mlima Upendo Tumaini",
    trades: "Tea_Estates:agriculture Dairies:agriculture Lodges:hospitality Hauliers:transport Builders:construction \
             Supermarkets:retail Academy:education Hospital:health Sacco:finance Flowers:agriculture Bakers:hospitality \
             Cement:manufacturing Plastics:manufacturing Water_Works:public_sector Media:media",
    forms: &["{brand} {trade} Ltd", "{brand} {trade} PLC", "{brand} {trade} Co. Ltd", "{brand} {trade}"],
    cities: "Nairobi/00#00 Mombasa/80100 Kisumu/40100 Nakuru/20100 Eldoret/30100 Thika/01000 Nyeri/10100 Malindi/80200 \
             Machakos/90100 Kericho/20200",
    streets: "Moi_Avenue Kenyatta_Road Uhuru_Highway Ngong_Road Mombasa_Road Biashara_Street Oginga_Odinga_Street \
              Harambee_Avenue",
    address: "# {street}",
    landline: "+254 20 555 ####",
    mobile: "+254 712 555 ###",
};

/// Tanzania.
pub const TANZANIA: Culture = Culture {
    country: "TZ",
    currencies: &[("USD", 1)],
    women: "Asha Fatuma Halima Mwanaidi Neema Rehema Saida Subira Tatu Upendo Zainabu Zuhura",
    men: "Ally Bakari Frank Hamisi Issa Joseph Juma Masoud Mohamedi Rashidi Salum Yusuf",
    families: "Mushi Mbwana Massawe Kileo Mwakyusa Lyimo Shayo Kimaro Msuya Juma Mrema Swai",
    women_families: "",
    brands: "Serengeti Kilwa Zanzibar Ruvuma Tembo Karafuu Mbuyu Rufiji",
    trades: "Spices:agriculture Coffee:agriculture Hotels:hospitality Ferries:transport Traders:retail Clinics:health \
             Timber:manufacturing",
    forms: &["{brand} {trade} Ltd", "{brand} {trade} Company Limited"],
    cities: "Dar_es_Salaam/11### Arusha/23### Dodoma/41### Mwanza/33### Moshi/25###",
    streets: "Samora_Avenue Sokoine_Drive Uhuru_Street Nyerere_Road Azikiwe_Street",
    address: "# {street}",
    landline: "+255 22 255 ####",
    mobile: "+255 754 555 ###",
};
