//! What goes into the bin, and what comes out of it again.

use diesel::sql_types::BigInt;
use fursa::contacts::companies::{self, Company};
use fursa::db::sql::Sql;
use fursa::journal::Action::{Deleted, Restored};
use fursa::journal::Entity::{self, Account, Contact, Lead, Opportunity, Product};
use fursa::opportunities::parties;
use fursa::{contacts, opportunities, removal};
use serde_json::{Value, json};

use super::{Case, Other, account, case, contact, deal, deal_of, lead, product, somebody_elses_name, whole};
use crate::support::*;

pub fn all() -> Vec<Case> {
    deletions().into_iter().chain(restorations()).collect()
}

/// Deletes a record on its page.
async fn removed(app: &TestApp, who: Who, page: String) -> Page {
    app.post(who, &format!("{page}/removal"), &[]).await
}

fn deletions() -> Vec<Case> {
    let of_lead = case(
        "deletion of a lead",
        (Lead, Deleted, Alice),
        lead,
        |app, id| Box::pin(removed(app, Alice, format!("/leads/{id}"))),
        Other::Nothing,
    );
    let of_account = case(
        "deletion of an account",
        (Account, Deleted, Alice),
        |app| deal_of(app, deal(app)).account_id.unwrap(),
        |app, id| Box::pin(removed(app, Alice, format!("/accounts/{id}"))),
        Other::Nothing,
    );
    let of_contact = case(
        "deletion of a contact",
        (Contact, Deleted, Alice),
        customer_of_a_deal,
        |app, id| Box::pin(removed(app, Alice, format!("/contacts/{id}"))),
        Other::Nothing,
    );
    let of_deal = case(
        "deletion of a deal",
        (Opportunity, Deleted, Alice),
        deal,
        |app, id| Box::pin(removed(app, Alice, format!("/opportunities/{id}"))),
        Other::Customer,
    );
    let of_product = case(
        "deletion of a product",
        (Product, Deleted, Ada),
        product,
        |app, id| Box::pin(removed(app, Ada, format!("/products/{id}"))),
        Other::Nothing,
    );
    vec![
        of_lead,
        Case { beside: Some(deals), ..of_account },
        Case { beside: Some(deals), ..of_contact },
        of_deal,
        of_product,
    ]
}

/// A person with a company, who buys in one deal and has a part in another.
fn customer_of_a_deal(app: &TestApp) -> i64 {
    let id = contact(app);
    let (company, other) = (app.account(Alice).id, deal(app));
    app.opportunity_with(Alice, |deal| deal.contact_id = Some(id));
    app.tx(Ada, |tx| {
        let place = Company { account_id: company, role: "Buyer".into(), is_primary: true };
        let contact = contacts::find(tx, id).unwrap();
        companies::replace(tx, &contact, &[place]).unwrap().unwrap();
        let other = opportunities::find(tx, other).unwrap();
        assert!(parties::add(tx, &other, id, "Decides").unwrap());
    });
    id
}

/// The deals there are, whole.
fn deals(app: &TestApp, _: i64) -> Value {
    let all = Sql::new("SELECT id FROM opportunities ORDER BY id");
    let ids: Vec<(i64,)> = app.db(|db| all.load::<(BigInt,), _>(db).unwrap());
    ids.into_iter().map(|(id,)| whole(app, Opportunity, id)).collect()
}

/// A record that lies in the bin.
fn put_away(app: &TestApp, entity: Entity, id: i64) -> i64 {
    app.tx(Ada, |tx| removal::put_away(tx, entity, id).unwrap().unwrap());
    id
}

/// Takes a record out of the bin.
pub async fn restored(app: &TestApp, who: Who, entity: Entity, id: i64) -> Page {
    let select = Sql::new("SELECT id FROM bin WHERE entity = ").bind(entity.name()).push(" AND record_id = ").bind(id);
    let (row,) = app.db(|db| select.one::<(BigInt,), (i64,)>(db).unwrap());
    app.post(who, &format!("/bin/{row}/restoration"), &[]).await
}

fn restorations() -> Vec<Case> {
    vec![
        case(
            "restoration of a lead",
            (Lead, Restored, Alice),
            |app| put_away(app, Lead, lead(app)),
            |app, id| Box::pin(restored(app, Alice, Lead, id)),
            Other::Built("name", somebody_elses_name),
        ),
        case(
            "restoration of an account",
            (Account, Restored, Alice),
            |app| put_away(app, Account, account(app)),
            |app, id| Box::pin(restored(app, Alice, Account, id)),
            Other::Built("name", somebody_elses_name),
        ),
        case(
            "restoration of a contact",
            (Contact, Restored, Alice),
            |app| put_away(app, Contact, contact(app)),
            |app, id| Box::pin(restored(app, Alice, Contact, id)),
            Other::Built("name", somebody_elses_name),
        ),
        case(
            "restoration of a deal",
            (Opportunity, Restored, Alice),
            |app| put_away(app, Opportunity, deal(app)),
            |app, id| Box::pin(restored(app, Alice, Opportunity, id)),
            Other::Built("name", somebody_elses_name),
        ),
        case(
            "restoration of a product",
            (Product, Restored, Ada),
            |app| put_away(app, Product, product(app)),
            |app, id| Box::pin(restored(app, Ada, Product, id)),
            Other::Built("name", |app| json!(format!("Other {}", app.clock().now().and_utc().timestamp()))),
        ),
    ]
}
