variable "domain" {
  description = "The site's domain name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.domain))
    error_message = "The domain has to be a host's name in lower case, as in resume.example.com, with neither https:// nor a path."
  }
}

variable "zone" {
  description = "The Route 53 hosted zone that the domain is in, as in example.com."
  type        = string
  default     = ""

  validation {
    condition     = var.zone != "" && (var.domain == var.zone || endswith(var.domain, ".${var.zone}"))
    error_message = "The domain ${var.domain} needs the Route 53 hosted zone that it is in: set zone in env.hcl, as in example.com for resume.example.com."
  }
}
