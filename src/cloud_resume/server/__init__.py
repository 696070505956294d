"""The local web server: the site, live reload, and the counter behind what stands for CloudFront."""

from cloud_resume.server._server import Server, data_file

__all__ = ["Server", "data_file"]
