# The frame around every page
shell-product = Fursa
shell-skip = Skip to content
shell-menu = Menu
shell-nav = Main
shell-search = Search
shell-new = New
shell-profile = Profile
shell-notifications = Notifications
shell-unread = Notifications, { $n } to read
shell-theme = Theme
shell-language = Language
shell-density = Density
shell-shortcuts = Keyboard shortcuts
shell-sign-out = Sign out
shell-demo-label = About this demo
shell-demo = Demo: everybody and everything here is invented.
shell-breadcrumb = Breadcrumb
shell-count = { $n }
shell-close = Close
shell-key-rows = Next and previous row
shell-key-tick = Tick the row
shell-key-help = This list

# Lists
list-apply = Apply
list-import = Import
list-more-filters = More filters
list-filters-on = Filters in use
list-remove-filter = Remove this filter
list-clear = Clear all
list-none = none
list-bulk = For the chosen rows
list-chosen = Chosen:
list-tick-all = Tick all rows of this page
list-pages = Pages
list-first = First
list-previous = Previous
list-next = Next

# Forms
form-error-title = Error:
form-problem-title = There is a problem
form-optional = (optional)
form-currency = Currency
form-cancel = Cancel

# The side navigation and the New menu
shell-nav-home = Home
shell-nav-agenda = Agenda
shell-nav-pipeline = Pipeline
shell-nav-leads = Leads
shell-nav-pool = Lead pool
shell-nav-accounts = Accounts
shell-nav-contacts = Contacts
shell-nav-products = Products
shell-nav-team = Team
shell-nav-settings = Settings
shell-new-lead = Lead
shell-new-opportunity = Opportunity
shell-new-account = Account
shell-new-contact = Contact
