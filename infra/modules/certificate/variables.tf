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
