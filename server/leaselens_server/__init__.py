"""The language server of Leaselens: it speaks the protocol and knows nothing of how the analysis works."""
