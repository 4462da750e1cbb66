"""Where journals of classes are kept: one interface, two stores."""
