//! Bangladesh, the Emirates, Iran: names in Bengali, Arabic and Persian script.

use super::Culture;

/// Bangladesh.
pub const BANGLADESH: Culture = Culture {
    country: "BD",
    currencies: &[("BDT", 7), ("USD", 3)],
    women: "আয়েশা=Ayesha ফাতেমা=Fatema নুসরাত=Nusrat তাহমিনা=Tahmina রুবিনা=Rubina শারমিন=Sharmin নাসরিন=Nasrin মৌসুমী=Mousumi \
            জান্নাত=Jannat সুমাইয়া=Sumaiya রোকসানা=Roksana ফারহানা=Farhana শিরিন=Shirin লাবণী=Laboni",
    men: "আবদুল=Abdul রফিক=Rafiq করিম=Karim হাসান=Hasan তানভীর=Tanvir শফিকুল=Shafiqul জাহিদ=Zahid মাহমুদ=Mahmud \
          আরিফ=Arif ইমরান=Imran সাইফুল=Saiful নাজমুল=Nazmul কামরুল=Kamrul সোহেল=Sohel",
    families: "রহমান=Rahman হোসেন=Hossain ইসলাম=Islam আহমেদ=Ahmed চৌধুরী=Chowdhury খান=Khan উদ্দিন=Uddin হক=Haque \
               সরকার=Sarkar মিয়া=Miah আলম=Alam কবির=Kabir দাস=Das সাহা=Saha",
    women_families: "",
    brands: "শাপলা=Shapla পদ্মা=Padma মেঘনা=Meghna যমুনা=Jamuna সোনালী=Sonali রূপসা=Rupsha সুন্দরবন=Sundarban পলাশ=Palash \
             শিমুল=Shimul বকুল=Bakul তিতাস=Titas সুরমা=Surma করতোয়া=Karatoa",
    trades: "টেক্সটাইল=Textile:manufacturing গার্মেন্টস=Garments:manufacturing হাসপাতাল=Hospital:health \
             চা_বাগান=Tea_Garden:agriculture ট্রান্সপোর্ট=Transport:transport বিল্ডার্স=Builders:construction \
             ফার্মা=Pharma:health হিমাগার=Cold_Storage:transport পাটকল=Jute_Mills:manufacturing ফুডস=Foods:retail \
             সিরামিক=Ceramics:manufacturing টেলিকম=Telecom:telecommunications",
    forms: &["{brand} {trade} লিমিটেড", "{brand} {trade} লিঃ", "{brand} {trade}"],
    cities: "ঢাকা=Dhaka/12## চট্টগ্রাম=Chattogram/4### সিলেট=Sylhet/31## খুলনা=Khulna/91## রাজশাহী=Rajshahi/6### \
             গাজীপুর=Gazipur/17## নারায়ণগঞ্জ=Narayanganj/14## কুমিল্লা=Cumilla/35##",
    streets: "মতিঝিল গুলশান_এভিনিউ ধানমন্ডি_রোড মিরপুর_রোড আগ্রাবাদ স্টেশন_রোড কলেজ_রোড",
    address: "#, {street}",
    landline: "+880 2 5555 ####",
    mobile: "01712-555###",
};

/// The Emirates.
pub const EMIRATES: Culture = Culture {
    country: "AE",
    currencies: &[("AED", 6), ("USD", 4)],
    women: "ليلى=Layla فاطمة=Fatima مريم=Mariam نورة=Noura سارة=Sara هند=Hind عائشة=Aisha ريم=Reem سلمى=Salma دانة=Dana \
            لطيفة=Latifa موزة=Moza",
    men: "أحمد=Ahmad محمد=Mohammed خالد=Khalid سعيد=Saeed راشد=Rashid حمدان=Hamdan عمر=Omar يوسف=Yousef ماجد=Majid \
          سلطان=Sultan طارق=Tariq فهد=Fahad",
    families: "المنصوري=Al_Mansoori الكعبي=Al_Kaabi الشامسي=Al_Shamsi النعيمي=Al_Nuaimi الهاشمي=Al_Hashimi حداد=Haddad \
               المزروعي=Al_Mazrouei الزعابي=Al_Zaabi خوري=Khoury السويدي=Al_Suwaidi البلوشي=Al_Balushi قاسم=Qasim",
    women_families: "",
    brands: "النور=Al_Noor الواحة=Al_Waha الخليج=Al_Khaleej الصقر=Al_Saqr اللؤلؤ=Al_Lulu النخيل=Al_Nakheel الفجر=Al_Fajr \
             البدر=Al_Badr الريان=Al_Rayan السحاب=Al_Sahab الأمل=Al_Amal",
    trades: "للطاقة=Energy:energy للتجارة=Trading:retail للمقاولات=Contracting:construction للنقل=Transport:transport \
             للضيافة=Hospitality:hospitality للعقارات=Properties:services للأغذية=Foods:manufacturing \
             للرعاية_الصحية=Healthcare:health للتقنية=Technology:technology للتعليم=Education:education",
    forms: &["شركة {brand} {trade}", "مؤسسة {brand} {trade}", "شركة {brand} {trade} ذ.م.م", "مجموعة {brand} {trade}"],
    cities: "دبي=Dubai/000## أبوظبي=Abu_Dhabi/000## الشارقة=Sharjah/000## العين=Al_Ain/000## عجمان=Ajman/000##",
    streets: "الشيخ_زايد الكورنيش المرفأ السلام الاتحاد المطار الوحدة",
    address: "# شارع {street}",
    landline: "+971 4 555 ####",
    mobile: "+971 50 555 ####",
};

/// Iran.
pub const IRAN: Culture = Culture {
    country: "IR",
    currencies: &[("EUR", 1)],
    women: "زهرا=Zahra مریم=Maryam نرگس=Narges شیرین=Shirin پریسا=Parisa الهام=Elham سحر=Sahar مینا=Mina نسرین=Nasrin \
            لاله=Laleh یاسمن=Yasaman گلناز=Golnaz",
    men: "علی=Ali رضا=Reza حسین=Hossein مهدی=Mehdi امیر=Amir کاوه=Kaveh بهرام=Bahram سعید=Saeed پیمان=Peyman آرش=Arash \
          فرهاد=Farhad کیان=Kian",
    families: "کریمی=Karimi محمدی=Mohammadi احمدی=Ahmadi حسینی=Hosseini رضایی=Rezaei موسوی=Mousavi جعفری=Jafari \
               قاسمی=Ghasemi صادقی=Sadeghi یزدانی=Yazdani تهرانی=Tehrani کیانی=Kiani پارسا=Parsa",
    women_families: "",
    brands: "پارس=Pars البرز=Alborz دماوند=Damavand آریا=Aria کیمیا=Kimia سپهر=Sepehr زاگرس=Zagros خزر=Khazar \
             مهر=Mehr آفتاب=Aftab سپیده=Sepideh",
    trades: "صنعت=Sanat:manufacturing غذا=Ghaza:agriculture ساختمان=Sakhteman:construction نساجی=Nassaji:manufacturing \
             ترابر=Tarabar:transport دارو=Daru:health گلخانه=Golkhaneh:agriculture هتل=Hotel:hospitality \
             فناوری=Fanavari:technology",
    forms: &["شرکت {brand} {trade}", "{brand} {trade} سهامی خاص", "گروه {brand} {trade}"],
    cities: "تهران=Tehran/11######## اصفهان=Isfahan/81######## شیراز=Shiraz/71######## تبریز=Tabriz/51######## \
             مشهد=Mashhad/91######## یزد=Yazd/89########",
    streets: "ولیعصر آزادی انقلاب حافظ سعدی فردوسی مطهری",
    address: "خیابان {street}، پلاک #",
    landline: "021 5555 ####",
    mobile: "0912 555 ####",
};
