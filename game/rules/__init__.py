"""The engine: pure. It opens no file, reads no clock and knows no country."""
