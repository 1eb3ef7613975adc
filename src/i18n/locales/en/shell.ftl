# The frame of every page: header, navigation, footer, keyboard help.
