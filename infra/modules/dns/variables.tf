variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "domain" {
  description = "The site's domain name, if it has one."
  type        = string
  default     = null
}

variable "zone" {
  description = "The Route 53 hosted zone that the domain is in, as in example.com."
  type        = string
  default     = null
}

variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "distribution_domain" {
  description = "The name that CloudFront gave the distribution, and that name's hosted zone."
  type        = object({ name = string, zone_id = string })
}

variable "dnssec" {
  description = "Whether the whole zone is signed."
  type        = bool
}
