"""Giấy khen as a drawing: content, boxes, ornament, PDF bytes. Knows no database."""

from awards.certificates.content import CertificateContent
from awards.certificates.drawing import compose, draw_certificates, draw_print_run
from awards.certificates.layout import A3, A4, PRESETS, Layout, Mode

__all__ = [
    "A3",
    "A4",
    "PRESETS",
    "CertificateContent",
    "Layout",
    "Mode",
    "compose",
    "draw_certificates",
    "draw_print_run",
]
