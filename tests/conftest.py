"""What every test shares: the product's font rules, in force before anything loads Pango."""

from generator.render import fonts

fonts.activate()
