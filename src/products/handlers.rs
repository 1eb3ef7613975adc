//! The catalogue and its one form.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::{FIELDS, Product, ProductFacts, access, store};
use crate::conflicts::{Asked, Edit};
use crate::customers::{Typed, amount_text};
use crate::db::Tx;
use crate::journal::{Action, Merged};
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce, routes};

/// What was typed about a product.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProductForm {
    /// Makes a second press find what the first one made.
    pub nonce: String,
    /// The version an edit started from.
    pub version: String,
    /// Name.
    pub name: String,
    /// Family.
    pub family: String,
    /// List price.
    pub price: String,
    /// Its currency.
    pub currency: String,
    /// `on` while it is offered.
    pub active: String,
}

impl ProductForm {
    fn fresh(tx: &Tx<'_>) -> ProductForm {
        let currency = tx.directory.organization.currency.clone();
        ProductForm { nonce: nonce::fresh(), currency, active: "on".to_owned(), ..ProductForm::default() }
    }

    fn of(tx: &Tx<'_>, product: &Product) -> ProductForm {
        ProductForm {
            version: product.version.to_string(),
            name: product.name.clone(),
            family: product.family.clone(),
            price: amount_text(&tx.text, product.price_minor, &product.currency),
            currency: product.currency.clone(),
            active: if product.active { "on".to_owned() } else { String::new() },
            ..ProductForm::default()
        }
    }

    /// These facts with the form put in; a name that is known already in any spelling is refused.
    fn read_into(
        &self,
        tx: &mut Tx<'_>,
        own: Option<i64>,
        mut facts: ProductFacts,
    ) -> Result<Result<ProductFacts, Problems>, Error> {
        let mut typed = Typed::new(tx);
        facts.name = typed.name("name", &self.name, "products-problem-name");
        facts.family = typed.line("family", &self.family);
        facts.currency = typed.currency(&self.currency, &facts.currency);
        facts.price_minor = typed.amount("price", &self.price, &facts.currency);
        facts.active = !self.active.is_empty();
        let mut problems = typed.problems;
        let known = store::find_by_key(tx, &facts.name)?.filter(|known| Some(known.id) != own);
        if known.is_some() || (!facts.name.is_empty() && store::key(&facts.name).is_empty()) {
            problems.add("name", tx.text.t("products-problem-known"));
        }
        Ok(if problems.is_empty() { Ok(facts) } else { Err(problems) })
    }
}

#[derive(Template)]
#[template(path = "products/list.html")]
struct ListPage {
    ui: Ui,
    products: Vec<Product>,
    edits: bool,
}

impl ListPage {
    fn price(&self, product: &Product) -> Option<String> {
        product.price_minor.map(|minor| self.ui.money(minor, &product.currency))
    }
}

#[derive(Template)]
#[template(path = "products/form.html")]
struct FormPage {
    ui: Ui,
    id: Option<i64>,
    form: ProductForm,
    currencies: Vec<Choice>,
    problems: Problems,
}

impl FormPage {
    fn of(tx: &Tx<'_>, id: Option<i64>, form: ProductForm, problems: Problems) -> FormPage {
        let currencies = Choice::currencies(&tx.directory, &form.currency);
        FormPage { ui: Ui::of(tx), id, form, currencies, problems }
    }

    fn title(&self) -> &'static str {
        if self.id.is_some() { self.ui.t("products-edit-title") } else { self.ui.t("products-new-title") }
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| routes::PRODUCTS.to_owned(), |id| format!("{}/{id}/edit", routes::PRODUCTS))
    }
}

/// The catalogue.
pub async fn list(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        if !access::may_see(&tx.viewer) {
            return Err(Error::Forbidden);
        }
        let products = store::all(tx)?;
        Reply::page(&ListPage { ui: Ui::of(tx), products, edits: access::may_edit(&tx.viewer) })
    })
    .await
}

fn keeper(tx: &Tx<'_>) -> Result<(), Error> {
    if access::may_edit(&tx.viewer) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The empty form.
pub async fn new(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        keeper(tx)?;
        Reply::page(&FormPage::of(tx, None, ProductForm::fresh(tx), Problems::new()))
    })
    .await
}

/// Files what was typed, once, however often it is sent.
pub async fn create(cx: Cx, Form(form): Form<ProductForm>) -> HttpResponse {
    cx.write(move |tx| {
        keeper(tx)?;
        if nonce::take(tx, &form.nonce)?.is_some() {
            return Ok(Reply::go(routes::PRODUCTS));
        }
        let blank = ProductFacts::starting("", &tx.directory.organization.currency, tx.now);
        match form.read_into(tx, None, blank)? {
            Ok(facts) => {
                let filed = store::insert(tx, facts)?;
                nonce::keep(tx, &form.nonce, routes::PRODUCTS)?;
                Ok(back(tx, &filed.name, filed.id))
            }
            Err(problems) => Reply::rejected(&FormPage::of(tx, None, form, problems)),
        }
    })
    .await
}

/// The form of one product.
pub async fn form(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        keeper(tx)?;
        let product = store::find(tx, *id)?;
        Reply::page(&FormPage::of(tx, Some(product.id), ProductForm::of(tx, &product), Problems::new()))
    })
    .await
}

/// Saves what was typed; two people at once merge field by field (rule 70).
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<ProductForm>>) -> HttpResponse {
    cx.write(move |tx| {
        keeper(tx)?;
        let current = store::find(tx, *id)?;
        let mut mine = current.clone();
        match edit.form.read_into(tx, Some(current.id), current.facts.clone())? {
            Ok(facts) => mine.facts = facts,
            Err(problems) => return Reply::rejected(&FormPage::of(tx, Some(current.id), edit.form, problems)),
        }
        match edit.merge(tx, &current, mine)? {
            Merged::Clean(wanted) => keep(tx, &current, wanted.facts),
            Merged::Clashes(clashes) => {
                let (version, currency) = (current.version, current.currency.as_str());
                let (record, back) = (current.name.as_str(), routes::PRODUCTS);
                edit.ask(tx, Asked { record, back, fields: FIELDS, version, currency }, &clashes)
            }
        }
    })
    .await
}

fn keep(tx: &mut Tx<'_>, before: &Product, facts: ProductFacts) -> Answer {
    if facts != before.facts {
        store::save(tx, Action::Edited, before, facts)?.ok_or(Error::Overtaken)?;
    }
    Ok(back(tx, &before.name, before.id))
}

fn back(tx: &Tx<'_>, name: &str, id: i64) -> Reply {
    Reply::go(&routes::product_listed(id)).saying(Flash::good(tx.text.a("products-said", "name", name)))
}
