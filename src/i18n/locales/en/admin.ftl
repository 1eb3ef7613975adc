# Administration: people, teams, roles, stages, settings.

admin-title = Settings
admin-name = Name
admin-active = In use
admin-off = Off
admin-order = Order
admin-saved = Saved { $name }
admin-name-taken = There is one of this name already
admin-number-wrong = Enter a whole number up to { $n }
admin-up = Move { $name } up
admin-down = Move { $name } down
admin-edit-of = Edit { $name }

admin-holds-people =
    { $n ->
        [one] { $n } active person
       *[other] { $n } active people
    }
admin-holds-teams =
    { $n ->
        [one] { $n } team
       *[other] { $n } teams
    }
admin-holds-stages =
    { $n ->
        [one] { $n } stage
       *[other] { $n } stages
    }
admin-holds-imports = files, and what came of each
admin-holds-items =
    { $n ->
        [one] { $n } word
       *[other] { $n } words
    }

## Roles

role-admin = Administrator
role-sales_manager = Sales manager
role-sales_rep = Sales rep
role-support_manager = Support manager
role-support_agent = Support agent
role-marketer = Marketer

## People

admin-people = People
admin-person-new = New person
admin-person-email-hint = What they sign in with. Without one they can own records, but not sign in.
admin-person-email-taken = Somebody else signs in with this address
admin-person-no-role = Choose at least one role
admin-person-last = Nobody else could sign in and administer Fursa. Give the role to somebody who has chosen a password first.
admin-person-heir = They have open leads or deals and would no longer see them. Choose who takes them over.
admin-person-team-off = This team is no longer in use. Choose another one and save, then activate again.
admin-person-team-hint = Their open records go along to another team; closed ones stay.
admin-person-amounts-hint = Although their roles may not. Sales and administrators see what deals are worth in any case. Whoever sells and also works in support or marketing sees the deals of every team with this tick only.
admin-person-invited = Never signed in
admin-person-last-in = Last sign-in, 30 days
admin-person-invite-advice = They have not chosen a password yet. A new link takes the place of the one before it.
admin-person-invite-do = Make a new link
admin-person-forgot = Forgotten password
admin-person-forgot-advice = Makes a link with which they choose a new password. Until they do, the old one works.
admin-person-forgot-do = Make a link
admin-link = Link
admin-link-invitation = Invitation
admin-link-invitation-advice =
    { $n ->
        [one] Give this link to { $name }, who chooses a password with it. It works once, for { $n } day, and is shown only now.
       *[other] Give this link to { $name }, who chooses a password with it. It works once, for { $n } days, and is shown only now.
    }
admin-link-reset = A link to a new password
admin-link-reset-advice =
    { $n ->
        [one] Give this link to { $name }, who chooses a new password with it and is signed out everywhere. It works once, for { $n } hour, and is shown only now.
       *[other] Give this link to { $name }, who chooses a new password with it and is signed out everywhere. It works once, for { $n } hours, and is shown only now.
    }
admin-link-mailed = It was also sent to this address by mail.
admin-link-noted = I have noted it
admin-person-leaves = Leaving
admin-person-leaves-ask = Deactivate…
admin-person-leaves-title = Deactivate { $name }
admin-person-leaves-advice = They are signed out and cannot sign in again. Their name stays on everything they did.
admin-person-leaves-heir = Their open records go to
admin-person-leaves-heir-hint = Closed leads and deals stay as they are.
admin-leaves-nothing = They have nothing open.
admin-leaves-leads = Open leads go to
admin-leaves-opportunities = Open opportunities go to
admin-leaves-accounts = Accounts go to
admin-leaves-contacts = Contacts go to
admin-leaves-activities = Planned activities go to
admin-leaves-choose = Choose…
admin-leaves-pool = The pool of their team
admin-handover-title = What { $name } had and where it went
admin-handovers = Handed over
admin-handover-many =
    { $n ->
        [one] { $n } record
       *[other] { $n } records
    }
admin-handover-what = What
admin-handover-to = Went to
admin-person-leaves-do = Deactivate
admin-person-left = Deactivated { $name }
admin-person-returns = Coming back
admin-person-returns-do = Activate again
admin-person-back = Activated { $name }
admin-holding-sign-ins =
    { $n ->
        [one] { $n } sign-in, which ends
       *[other] { $n } sign-ins, which end
    }
admin-holding-stand-ins =
    { $n ->
        [one] { $n } stand-in arrangement, which ends
       *[other] { $n } stand-in arrangements, which end
    }
admin-holding-links =
    { $n ->
        [one] { $n } one-time link, which stops working
       *[other] { $n } one-time links, which stop working
    }
admin-holding-leads =
    { $n ->
        [one] { $n } open lead
       *[other] { $n } open leads
    }
admin-holding-opportunities =
    { $n ->
        [one] { $n } open opportunity
       *[other] { $n } open opportunities
    }
admin-holding-accounts =
    { $n ->
        [one] { $n } account
       *[other] { $n } accounts
    }
admin-holding-contacts =
    { $n ->
        [one] { $n } contact
       *[other] { $n } contacts
    }

admin-holding-activities =
    { $n ->
        [one] { $n } planned activity
       *[other] { $n } planned activities
    }

## Teams

admin-teams = Teams
admin-team-new = New team
admin-team-parent = Part of
admin-team-parent-hint = Managers of the teams above see its records.
admin-team-parent-missing = Choose a team that is in use
admin-team-cycle = A team cannot be part of itself or of a team below it
admin-team-shares = Shares its records
admin-team-shares-hint = Its members see all of its records. Otherwise they see their own and the pool.
admin-team-peopled = Move its people and the teams below it first

## Pipelines and stages

admin-pipelines = Pipelines
admin-pipeline-new = New pipeline
admin-pipeline-in-use = Close or move its open deals first
admin-pipeline-last = One pipeline has to stay in use
admin-stage = Stage
admin-stage-new = New stage
admin-stage-kind = Means
admin-stage-kind-hint = It cannot be changed later: deals that went through it stay open, won or lost.
stage-kind-open = Open
stage-kind-won = Won
stage-kind-lost = Lost
admin-stage-probability = Probability
admin-stage-probability-hint = In percent, for open stages: a win counts as 100, a loss as 0.
admin-stage-probability-wrong = Enter a percentage from 0 to 100
admin-stage-quiet = Quiet after days
admin-stage-quiet-hint = Days without contact or a planned step; empty means never.
admin-stage-colour = Colour
admin-stage-required = Required to enter
admin-stage-required-hint = A deal moves here only when these are filled in.
admin-stage-deals = Deals
admin-stage-retires = No longer needed?
admin-stage-retires-advice = A stage is never deleted. Its deals move to another one; their history keeps its name.
admin-stage-retires-ask = Retire…
admin-stage-retires-title = Retire { $name }
admin-stage-retires-deals =
    { $n ->
        [0] No deal is in this stage.
        [one] { $n } deal moves along.
       *[other] { $n } deals move along.
    }
admin-stage-retires-into = Its deals move to
admin-stage-retires-only = It is the only stage of its kind in this pipeline. Add another one first.
admin-stage-retires-do = Retire
colour-1 = Blue
colour-2 = Teal
colour-3 = Orange
colour-4 = Pink
colour-5 = Grey
colour-6 = Purple
colour-7 = Green
colour-8 = Red

## Pick lists

admin-lists = Pick lists
admin-list-lead-source = Lead sources
admin-list-lead-status = Lead statuses
admin-list-buying-role = Buying roles
admin-list-disqualify-reason = Reasons to disqualify
admin-list-release-reason = Reasons to release
admin-list-lost-reason = Reasons for a loss
admin-list-industry = Industries
admin-list-call-outcome = Outcomes of calls
admin-list-visit-outcome = Outcomes of visits
admin-list-meeting-outcome = Outcomes of meetings
admin-list-email-outcome = Outcomes of emails
admin-list-task-outcome = Outcomes of tasks
admin-list-add = New word at the end
admin-list-offered = Offered for new choices
admin-list-needed = Fursa itself uses this word: rename it as you like, it stays on the list.
admin-list-last = A list keeps at least one word

## Currencies and rates

admin-currencies = Currencies
admin-currency-in-use = In use
admin-currency-own = The company's own
admin-currency-add = Another currency
admin-currency-added = { $code } is in use
admin-currency-remove = Take out of use
admin-currency-remove-of = Take out of use: { $code }
admin-currency-removed = { $code } is no longer offered
admin-rates-of = Rates of { $code }
admin-rate-in = In { $code }
admin-rate-none = No rate
admin-rate = Rate
admin-rate-new = New rate
admin-rate-advice = What one unit of the currency is worth in { $code }, from that day on. A rate of the same day is replaced.
admin-rate-currency = Currency
admin-rate-from = From
admin-rate-day-wrong = Enter a date from 1900 to 2199, like 2026-12-24
admin-rate-wrong = Enter a rate greater than zero, like 1.0825
admin-rate-unclear = Thousands or decimals? Write 1500, or 1.5000.
admin-rate-entered = Entered a rate for { $code }
admin-rate-remove-of = Remove the rate of { $code } from { $day }
admin-rate-removed = Removed a rate of { $code }

## The company

admin-company = Company
admin-company-zone = Time zone
admin-company-country = Country
admin-company-country-hint = Phone numbers without a country code are read as numbers there.
admin-company-fiscal-month = Fiscal year begins in
admin-company-first-weekday = Week begins on
admin-company-lead-cap = Open leads from the pool per person
admin-company-lead-cap-hint = Nobody can claim more until some are closed or released.
admin-company-inactive-after = Days until a customer counts as inactive
admin-company-inactive-after-hint = Counted from their last won deal.
admin-company-bin-days = Days in the bin
admin-company-bin-days-hint = For so long what was deleted can be restored. Then it is gone for good.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Tags

admin-tags = Tags
admin-tags-advice = Everybody in the company sees these words; people put them on leads, accounts, contacts and opportunities they may change.
admin-tags-none = There are no tags yet.
admin-tag-add = New tag
admin-tag-comma = Leave out commas and semicolons: they stand between tags.
admin-tag-taken = There is a tag of this name already. Merge the two instead.
admin-tag-into = Merge into
admin-tag-into-which = Choose another tag that is in use.
admin-tag-merge = Merge
admin-tag-merge-advice = Records that carry this tag then carry the other one. It can be taken back.
admin-tag-merged = merged into { $other }
admin-tag-said-merged = { $tag } merged into { $other }.
admin-tag-separate = Separate again
admin-tag-records =
    { $n ->
        [one] { $n } record
       *[other] { $n } records
    }
admin-holds-tags =
    { $n ->
        [one] { $n } tag
       *[other] { $n } tags
    }
## How people sign in

admin-door = Sign-in
admin-door-roles = Roles that need a second factor
admin-door-roles-hint = Whoever holds one of them and has no second factor is led to set one up and reaches nothing else until then.
admin-holds-door-none = No role needs a second factor
admin-factor = Second factor
admin-factor-none = None
admin-factor-remove = Remove the second factor
admin-factor-remove-advice = For somebody who has lost their phone and their recovery codes. Make sure that it is they who ask. Their sign-ins end, and they are told.
admin-factor-removed = Removed the second factor
## Who sees which fields

admin-visibility = Field visibility
admin-visibility-lead = What a role does not see is hidden from it everywhere: on pages, in lists, search, files and histories. Whoever holds several roles sees what any of them sees; whoever stands in for somebody sees meanwhile what that person sees.
admin-visibility-amounts = Amounts are seen by
admin-visibility-amounts-always = Sales and administrators always see them: a deal cannot be worked, closed or forecast by who does not know what it is worth, and whose deals somebody in sales sees is decided by owner, team and share. A single person of another role can be given them under People.
admin-visibility-personal = Personal data is seen by
admin-visibility-personal-always = Administrators always see it. Whoever files a lead or a contact still types it; once saved, it is hidden from them too.
admin-visibility-of-leads = Leads: { $fields }
admin-visibility-of-contacts = Contacts: { $fields }
admin-visibility-of-opportunities = Opportunities: { $fields }
admin-amounts-hidden = Amounts hidden from
admin-personal-hidden = Personal data hidden from
admin-holds-visibility-all = Everybody sees every field
admin-holds-visibility = Something is hidden from: { $roles }

## The journal

admin-journal = Journal
admin-holds-journal = Who changed what, when, and from where
admin-journal-search = Record: its number, or how its name begins
admin-journal-file = Export
admin-journal-nothing = Nothing of this is in the journal.
admin-journal-anybody = Anybody
admin-journal-any-kind = Everything
admin-journal-any-action = Any change
admin-journal-from = From
admin-journal-to = To
admin-journal-source = Request or address
admin-journal-head-at = When
admin-journal-head-who = Who
admin-journal-head-behalf = On behalf of
admin-journal-head-what = What
admin-journal-head-kind = Kind
admin-journal-head-id = Number
admin-journal-head-record = Record
admin-journal-head-field = Field
admin-journal-head-before = Before
admin-journal-head-after = After
admin-journal-head-address = From where
admin-journal-head-agent = Browser
admin-journal-head-request = Request
admin-journal-kind-lead = Lead
admin-journal-kind-account = Account
admin-journal-kind-contact = Contact
admin-journal-kind-opportunity = Opportunity
admin-journal-kind-product = Product
admin-journal-kind-activity = Activity
admin-journal-kind-user = Person
admin-journal-kind-team = Team
admin-journal-kind-pipeline = Pipeline
admin-journal-kind-stage = Stage
admin-journal-kind-pick-item = List item
admin-journal-kind-tag = Tag
admin-journal-kind-rate = Exchange rate
admin-journal-kind-organization = Company
admin-journal-kind-saved-view = View
admin-journal-kind-mail-template = Template of mails
admin-journal-action-created = Filed
admin-journal-action-edited = Edited
admin-journal-action-claimed = Claimed
admin-journal-action-released = Given back
admin-journal-action-assigned = Handed over
admin-journal-action-qualified = Qualified
admin-journal-action-disqualified = Disqualified
admin-journal-action-reactivated = Opened again
admin-journal-action-moved = Moved
admin-journal-action-won = Won
admin-journal-action-lost = Lost
admin-journal-action-reopened = Reopened
admin-journal-action-step-done = Step done
admin-journal-action-lifecycle = Stage of the customer
admin-journal-action-shared = Shared
admin-journal-action-unshared = Sharing ended
admin-journal-action-delegated = Stand-in named
admin-journal-action-delegation-ended = Standing in revoked
admin-journal-action-deleted = Deleted
admin-journal-action-restored = Restored
admin-journal-action-merged = Made one
admin-journal-action-deactivated = Switched off
admin-journal-action-removed = Removed with its import
admin-journal-action-reverted = Set back with an import
admin-journal-action-undone = Undone
