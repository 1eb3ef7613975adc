# Products: what is sold, with its list price.

products-field-name = Name
products-field-family = Family
products-field-price = List price
products-field-currency = Currency
products-field-active = Offered for new opportunities
products-hint-family = Products of one family stand together
products-hint-active = Opportunities that name it already keep it
products-new-title = New product
products-edit-title = Edit product
products-retired = no longer offered
products-empty = No products yet. Add what you sell, or import a file.
products-empty-ask = No products yet. Your manager adds what you sell.
products-problem-name = Enter the product’s name
products-problem-known = There is a product of this name already; blanks, case and punctuation make no difference
products-said = { $name } is saved.
